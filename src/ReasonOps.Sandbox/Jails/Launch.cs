using System.ComponentModel;
using System.Diagnostics;

namespace ReasonOps.Sandbox.Jails;

/// <summary>Processes of the pool's own launcher.</summary>
internal static class Launch
{
    private const int TextFileBusy = 26;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// A file cannot be executed while anybody has it open to write: whatever another thread starts may have, between its fork and its exec,
    /// what was open here when the launcher was written. That is over soon.
    /// </summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static async Task<Process> StartAsync(ProcessStartInfo start, CancellationToken deadline)
    {
        while (true)
        {
            try
            {
                return Process.Start(start)!;
            }
            catch (Win32Exception busy) when (busy.NativeErrorCode == TextFileBusy)
            {
                await Task.Delay(Pause, deadline);
            }
        }
    }

    /// <summary>Waits for its end, and brings it about where that takes long.</summary>
    public static async Task EndAsync(Process process)
    {
        using (process)
        using (var deadline = new CancellationTokenSource(Exchange.Answer))
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
}
