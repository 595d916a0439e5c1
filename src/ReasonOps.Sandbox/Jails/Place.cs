using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>One supervisor, and one run at a time in it.</summary>
internal sealed class Place : IAsyncDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60), Answer = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly FrameChannel _channel;
    private readonly string _log, _boxes;
    private readonly bool _landlock;
    private readonly ControlGroup? _group;

    private Place(Process process, FrameChannel channel, string name, ControlGroup? group, bool landlock, int version)
    {
        (_process, _channel, _group, _landlock, LandlockVersion) = (process, channel, group, landlock, version);
        (_log, _boxes) = ($"{name}.log", $"{name}.boxes");
    }

    /// <summary>0 where it is not used, negative where the kernel has none.</summary>
    public int LandlockVersion { get; }

    /// <summary>What control group it is in; null where none was delegated.</summary>
    public string? Group => _group?.Description;

    /// <summary>Whether the supervisor is there; one that ended is found out here or by the next run.</summary>
    public bool Alive => !_process.HasExited;

    /// <exception cref="SandboxException">It did not start; says what the tools said.</exception>
    public static async Task<Place> StartAsync(ToolFolder folder, SandboxOptions options, IsolationMode mode, CancellationToken cancellation)
    {
        var name = Path.Combine(folder.Root, Guid.NewGuid().ToString("N")[..12]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{name}.s"));
        listener.Listen(1);
        var group = ControlGroup.TryMake();
        var process = Process.Start(Command(folder, options, mode, name, group)) ?? throw new SandboxException("The launcher was not started");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Start);
        FrameChannel? channel = null;
        try
        {
            channel = new FrameChannel(await AcceptAsync(listener, process, deadline.Token));
            if (await channel.ReceiveAsync(deadline.Token) is not { Kind: FrameKind.Ready } ready)
                throw new SandboxException($"A place did not start: {await SaidAsync($"{name}.log")}");
            return new Place(process, channel, name, group, mode == IsolationMode.Landlock, (int)ready.Number(FieldTag.Code));
        }
        catch (Exception failure)
        {
            channel?.Dispose();
            await EndAsync(process);
            if (group is not null)
                await group.RemoveAsync();
            if (failure is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new SandboxException($"A place did not start within {Start.TotalSeconds} s: {await SaidAsync($"{name}.log")}", failure);
            if (failure is SocketException or InvalidDataException)
                throw new SandboxException($"A place did not start: {await SaidAsync($"{name}.log")}", failure);
            throw;
        }
        finally
        {
            File.Delete($"{name}.s");
        }
    }

    public async Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        var run = new BoxRun(request, 0, NewBox(), paired: false);
        await DriveAsync([run], cancellation);
        return run.Outcome;
    }

    public async Task<PairOutcome> RunPairAsync(RunRequest program, RunRequest judge, CancellationToken cancellation)
    {
        BoxRun[] runs = [new(program, 0, NewBox(), paired: true), new(judge, 1, NewBox(), paired: true)];
        await DriveAsync(runs, cancellation);
        return new PairOutcome(runs[0].Outcome, runs[1].Outcome);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose(); // the supervisor kills all and leaves
        await EndAsync(_process);
        if (_group is not null)
            await _group.RemoveAsync();
        File.Delete(_log);
        if (_landlock && Directory.Exists(_boxes))
            Directory.Delete(_boxes, recursive: true);
    }

    private string NewBox() => _landlock ? Path.Combine(_boxes, Guid.NewGuid().ToString("N")) : Bubblewrap.Box;

    private async Task DriveAsync(BoxRun[] runs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stuck = new CancellationTokenSource(runs.Max(run => run.Wall) + Answer);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), gone);
        try
        {
            await ExchangeAsync(runs, gone.Task, stuck);
        }
        catch (OperationCanceledException failure)
        {
            throw new SandboxException($"A supervisor did not answer in time: {await SaidAsync(_log)}", failure);
        }
        catch (Exception failure) when (failure is SocketException or InvalidDataException)
        {
            throw new SandboxException($"A supervisor was lost: {await SaidAsync(_log)}", failure);
        }
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task ExchangeAsync(BoxRun[] runs, Task gone, CancellationTokenSource stuck)
    {
        var frames = new FrameWriter();
        foreach (var run in runs)
            run.Begin(frames);
        if (runs.Length == 2)
            Pairs(runs[0], runs[1], frames);
        await _channel.SendAsync(frames, stuck.Token);
        var cancelled = false;
        var next = _channel.ReceiveAsync(stuck.Token).AsTask();
        while (true)
        {
            if (!cancelled && await Task.WhenAny(next, gone) != next)
            {
                cancelled = true;
                stuck.CancelAfter(Answer);
                foreach (var run in runs)
                    run.Cancel(frames);
            }
            else
            {
                var frame = await next ?? throw new SandboxException($"A supervisor ended: {await SaidAsync(_log)}");
                if (frame.Session >= runs.Length)
                    throw new InvalidDataException($"a frame for session {frame.Session}");
                runs[frame.Session].Accept(frame, frames);
                if (runs.Length == 2)
                    Pairs(runs[0], runs[1], frames);
                if (runs.All(run => run.Closed))
                    return;
                next = _channel.ReceiveAsync(stuck.Token).AsTask();
            }
            if (!frames.IsEmpty)
                await _channel.SendAsync(frames, stuck.Token);
        }
    }

    // The last steps start together; if one does not come to it, the other does not start. The judge's end ends both.
    private static void Pairs(BoxRun program, BoxRun judge, FrameWriter frames)
    {
        if (program.Pauses && judge.Pauses)
        {
            judge.Resume(frames);
            program.Resume(frames);
        }
        else if (judge.LastStepOver && !program.LastStepOver || judge.Pauses && program.LastStepOver)
        {
            (judge.LastStepOver ? program : judge).Kill(frames);
        }
    }

    private static ProcessStartInfo Command(ToolFolder folder, SandboxOptions options, IsolationMode mode, string name, ControlGroup? group)
    {
        var landlock = mode == IsolationMode.Landlock;
        List<string> arguments = ["start", "--connect", $"{name}.s", "--log", $"{name}.log"];
        if (Environment.IsPrivilegedProcess)
            arguments.AddRange(["--user", NewUser().ToString(CultureInfo.InvariantCulture)]);
        foreach (var path in group?.Folders ?? [])
            arguments.AddRange(["--group", path]);
        if (landlock)
            arguments.AddRange(["--folder", $"{name}.boxes"]);
        arguments.Add("--");
        if (!landlock)
            arguments.AddRange(Bubblewrap.Command(folder.Tools, options.Folders));
        arguments.AddRange([landlock ? folder.Launcher : $"{Bubblewrap.Tools}/launcher", "supervise", landlock ? "landlock" : "namespaces", landlock ? $"{name}.boxes" : Bubblewrap.Box]);
        if (landlock)
            arguments.AddRange((string[])(Environment.IsPrivilegedProcess ? [] : ["--shared-user"]));
        if (landlock)
            arguments.AddRange(LandlockPaths.Readable(folder.Tools, options.Folders).SelectMany(path => (string[])["--readable", path]));
        arguments.AddRange(options.Warm.SelectMany(interpreter => folder.Warm(interpreter, mode)));
        var start = new ProcessStartInfo(folder.Launcher, arguments) { WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        return start;
    }

    // Of its own for each place, so that the kernel's count of a user's processes is the count of the place's. Drawn, as other verifiers
    // of this machine, in pods of their own, count from 1 as well.
    private static int NewUser() => RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue);

    private static async Task<Socket> AcceptAsync(Socket listener, Process process, CancellationToken deadline)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var accept = listener.AcceptAsync(either.Token).AsTask();
        if (await Task.WhenAny(accept, process.WaitForExitAsync(either.Token)) != accept)
        {
            await either.CancelAsync();
            deadline.ThrowIfCancellationRequested();
            throw new SandboxException($"The launcher ended at once with code {process.ExitCode}");
        }
        return await accept;
    }

    private static async Task EndAsync(Process process)
    {
        using (process)
        using (var deadline = new CancellationTokenSource(Answer))
        {
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<string> SaidAsync(string log)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(log)).Trim();
            return text.Length > 2000 ? text[^2000..] : text.Length == 0 ? "it said nothing" : text;
        }
        catch (IOException)
        {
            return "it said nothing";
        }
    }
}
