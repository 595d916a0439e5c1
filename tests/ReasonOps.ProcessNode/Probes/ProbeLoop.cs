using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Probes;

/// <summary>A probe asked again and again; its word changes after so many answers of one kind.</summary>
internal static class ProbeLoop
{
    /// <param name="said">Called with true after <c>successThreshold</c> good answers in a row, with false after <c>failureThreshold</c> bad ones; only on a change.</param>
    public static async Task RunAsync(Prober prober, V1Probe probe, Func<bool, string?, bool> said, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0), cancellation);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(probe.PeriodSeconds ?? 10));
        var (good, bad) = (0, 0);
        do
        {
            var fault = await prober.AskAsync(probe, cancellation);
            (good, bad) = fault is null ? (good + 1, 0) : (0, bad + 1);
            if (good == (probe.SuccessThreshold ?? 1) && !said(true, null)) return;
            if (bad == (probe.FailureThreshold ?? 3) && !said(false, fault)) return;
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
