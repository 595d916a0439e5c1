using System.Collections.Concurrent;
using System.Diagnostics;

namespace ReasonOps.ControlPlane.Processes;

/// <summary>A process that ends with ours, however ours ends; what it prints goes to a file.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int TailLines = 40;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly Task _copying;

    private ChildProcess(string name, string logPath, Process process)
    {
        Name = name;
        LogPath = logPath;
        _process = process;
        _copying = CopyAsync();
    }

    public string Name { get; }

    public string LogPath { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <exception cref="InvalidOperationException">It still runs.</exception>
    public int ExitCode => _process.ExitCode;

    /// <param name="name">What it is called in failures.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="logPath">Both streams are appended to it.</param>
    /// <param name="environment">Set beside what we have ourselves, or instead of it.</param>
    /// <param name="folder">Where it runs.</param>
    public static ChildProcess Start(
        string name, IReadOnlyList<string> command, string logPath, IReadOnlyDictionary<string, string>? environment = null, string? folder = null,
        bool inherits = true)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", .. command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "",
        };
        if (!inherits) start.Environment.Clear();
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = ParentThread.Start(start);
        process.StandardInput.Close();
        return new(name, logPath, process);
    }

    /// <summary>Completes when it has ended and what it printed is in its log; a grandchild that keeps the streams open is not waited for long.</summary>
    public async Task WaitForExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        await _copying.WaitAsync(LastWords, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Signal(UnixSignal signal)
    {
        if (!_process.HasExited) _ = Signals.Send(_process.Id, signal);
    }

    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>The last lines it printed.</summary>
    public string Tail()
    {
        if (!File.Exists(LogPath)) return "";
        using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var lines = new Queue<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Enqueue(line);
            if (lines.Count > TailLines) lines.Dequeue();
        }
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task CopyAsync()
    {
        await using var log = new FileStream(LogPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        using var turn = new SemaphoreSlim(1);
        await Task.WhenAll(CopyAsync(_process.StandardOutput.BaseStream, log, turn), CopyAsync(_process.StandardError.BaseStream, log, turn));
    }

    private static async Task CopyAsync(Stream from, FileStream log, SemaphoreSlim turn)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            await turn.WaitAsync();
            try
            {
                await log.WriteAsync(buffer.AsMemory(0, read));
                await log.FlushAsync();
            }
            finally
            {
                turn.Release();
            }
        }
    }
}

/// <summary>
/// The kernel sends a child its death signal when the thread that started it ends, and threads of the pool come and go; so one
/// thread that stays starts them all.
/// </summary>
internal static class ParentThread
{
    private static readonly BlockingCollection<Action> Work = StartThread();

    public static Process Start(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> StartThread()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable()) action();
        }) { IsBackground = true, Name = "parent of child processes" }.Start();
        return work;
    }
}
