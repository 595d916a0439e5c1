using System.Runtime.InteropServices;

namespace ReasonOps.Cli.Output;

/// <summary>
/// SIGINT and SIGTERM: the first cancels the command, which then drains; a second ends the process at once. The parser's own handling
/// is off: it holds the signal until the command has ended, so that a second one is never heard.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _heard;

    public Interrupts() => _signals =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

    public CancellationToken Token => _cancellation.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _cancellation.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _heard) > 1) Environment.Exit(ExitCode.Interrupted);
        _cancellation.Cancel();
    }
}
