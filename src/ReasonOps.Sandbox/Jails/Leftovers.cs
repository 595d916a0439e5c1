using System.ComponentModel;
using System.Diagnostics;

namespace ReasonOps.Sandbox.Jails;

/// <summary>What verifiers that were killed outright could not remove any more: their folders and control groups.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Removes what nobody holds the lock of; what cannot be removed stays, and is no reason not to start.</summary>
    public static async Task SweepAsync(ToolFolder folder, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Limit);
        try
        {
            using var process = await Launch.StartAsync(new ProcessStartInfo(folder.Launcher, ["sweep", folder.Within]), deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (Exception failure) when (failure is Win32Exception or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
