using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;
using ReasonOps.ProcessNode.Probes;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>What probes say of a running container, told to its status.</summary>
internal sealed class ContainerHealth(PodPlace place, V1Container container, ContainerCommand command, ContainerProcess process, PodState state)
{
    private readonly Prober _prober = new(place, container, command, process);

    public bool StartsStarted => container.StartupProbe is null;

    public bool StartsReady => StartsStarted && container.ReadinessProbe is null;

    /// <summary>Ends when the container must be stopped: it did not start in time, or is not alive. Until then, until cancelled.</summary>
    public async Task RunAsync(TaskCompletionSource started, CancellationToken cancellation)
    {
        if (container.StartupProbe is { } startup)
        {
            if (!await StartsAsync(startup, cancellation)) return;
            state.Set(container.Name!, status => status with { Started = true, Ready = container.ReadinessProbe is null });
            started.TrySetResult();
        }
        var alive = container.LivenessProbe is { } liveness
            ? ProbeLoop.RunAsync(_prober, liveness, (well, _) => well, cancellation) : Task.Delay(Timeout.Infinite, cancellation);
        var ready = container.ReadinessProbe is { } readiness
            ? ProbeLoop.RunAsync(_prober, readiness, TellReady, cancellation) : Task.Delay(Timeout.Infinite, cancellation);
        await await Task.WhenAny(alive, ready);
    }

    private async Task<bool> StartsAsync(V1Probe startup, CancellationToken cancellation)
    {
        var started = false;
        await ProbeLoop.RunAsync(_prober, startup, (well, _) =>
        {
            started = well;
            return false;
        }, cancellation);
        return started;
    }

    private bool TellReady(bool well, string? fault)
    {
        state.Set(container.Name!, status => status with { Ready = well });
        return true;
    }
}
