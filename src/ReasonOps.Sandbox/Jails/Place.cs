using System.Diagnostics;
using System.Net.Sockets;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>One supervisor, and one run at a time in it.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly Process _process;
    private readonly FrameChannel _channel;
    private readonly string _log, _boxes;
    private readonly bool _landlock;
    private readonly ControlGroup? _group;

    public Place(Process process, FrameChannel channel, string name, ControlGroup? group, bool landlock, int version)
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
        await Launch.EndAsync(_process);
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
        using var stuck = new CancellationTokenSource(runs.Max(run => run.Wall) + Exchange.Answer);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), gone);
        try
        {
            await new Exchange(_channel).RunAsync(runs, gone.Task, stuck);
        }
        catch (OperationCanceledException failure)
        {
            throw new SandboxException($"A supervisor did not answer in time: {await SaidAsync(_log)}", failure);
        }
        catch (Exception failure) when (failure is SocketException or InvalidDataException or EndOfStreamException)
        {
            throw new SandboxException($"A supervisor was lost: {await SaidAsync(_log)}", failure);
        }
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The end of what the tools wrote.</summary>
    public static async Task<string> SaidAsync(string log)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(log)).Trim();
            return text.Length > 2000 ? text[^2000..] : text.Length == 0 ? "it said nothing" : text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "it said nothing";
        }
    }
}
