using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>What a pass over a service knows of the world: from caches, and what its engines and gateways tell of themselves.</summary>
public sealed class ServiceObserver(
    Observer observer, IInformer<V1Alpha1VerifierPool> pools, IInformer<V1Alpha1RolloutJob> rollouts, ServiceLoadReader loads)
{
    /// <param name="service">As the API server holds it.</param>
    /// <param name="spec">As it was read; null where it is not valid.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ServiceWorld> ObserveAsync(V1Alpha1ReasoningService service, ReasoningServiceSpec? spec, CancellationToken cancellation)
    {
        var pool = PoolName(service.Spec) is { } name && pools.Get(new(service.Metadata.Namespace, name)) is { } found ? ReferencedPool.Of(found) : null;
        var secrets = SecretNames.Of(service.Spec);
        var owner = new OwnerKey(OwnerKind.Service, ObjectKey.Of(service));
        var observed = await observer.ObserveAsync(owner, service.Metadata.Uid!, pool?.Keys is { } keys ? [.. secrets, keys] : secrets, cancellation);
        // Nobody is asked about what is not scaled.
        var load = spec is { Autoscaling: not null, Engine: { Endpoints: not { Count: > 0 } } engine }
            ? await loads.ReadAsync(owner.Key, EngineRuntime.Of(engine.Runtime!.Value.ToString().ToLowerInvariant()).Metrics, observed.Pods, cancellation)
            : null;
        return new(observed, pool, load) { Drawn = load is not null && rollouts.All.Any(job => RolloutReferences.DrawsFrom(job, service)) };
    }

    public void Forget(OwnerKey service)
    {
        observer.Forget(service);
        loads.Forget(service.Key);
    }

    /// <summary>The pool that a spec names, judged or not.</summary>
    internal static string? PoolName(JsonElement spec) => spec.At("verification", "poolRef", "name").Text() is { Length: > 0 } name ? name : null;
}

/// <param name="Observed">What every object of ours has.</param>
/// <param name="Pool">That it names, where it is there.</param>
/// <param name="Load">Null of a service that is not scaled.</param>
public sealed record ServiceWorld(Observed Observed, ReferencedPool? Pool, ServiceLoad? Load)
{
    /// <summary>A RolloutJob is under way that draws from it; not looked at where it is not scaled.</summary>
    public bool Drawn { get; init; }
}
