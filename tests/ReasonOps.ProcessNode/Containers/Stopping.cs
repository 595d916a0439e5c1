using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>The hook, the signal, and when the grace is over the kill.</summary>
internal sealed class Stopping(PodPlace place, V1Container container, ContainerCommand command)
{
    /// <param name="process">Runs, or did a moment ago.</param>
    /// <param name="podGoes">The grace is the pod's, and <paramref name="kill"/> tells when it is over; else the container alone has one.</param>
    /// <param name="kill">No more grace.</param>
    public async Task StopAsync(ContainerProcess process, bool podGoes, CancellationToken kill)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(kill);
        if (!podGoes) limit.CancelAfter(TimeSpan.FromSeconds(place.Pod.Spec!.TerminationGracePeriodSeconds ?? 30));
        try
        {
            await PreStopAsync(process, limit.Token);
            process.Terminate();
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await process.KillAsync();
        }
    }

    private async Task PreStopAsync(ContainerProcess process, CancellationToken limit)
    {
        var exited = process.WaitForExitAsync(limit);
        switch (container.Lifecycle?.PreStop)
        {
            case { Sleep.Seconds: var seconds }:
                await Task.WhenAny(exited, Task.Delay(TimeSpan.FromSeconds(seconds), limit));
                break;
            case { Exec.Command: { } hook }:
                await using (var running = command.StartWithin(process, hook, Path.Combine(place.Folder, $"{container.Name}.stop.log")))
                    if (running is not null) await Task.WhenAny(exited, running.WaitForExitAsync(limit));
                break;
        }
        limit.ThrowIfCancellationRequested();
    }
}
