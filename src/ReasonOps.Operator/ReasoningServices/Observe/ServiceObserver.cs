using System.Text.Json;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>What a pass over a service knows of the world, from caches.</summary>
public sealed class ServiceObserver(Observer observer, IInformer<V1Alpha1VerifierPool> pools)
{
    public async Task<(Observed World, ReferencedPool? Pool)> ObserveAsync(V1Alpha1ReasoningService service, CancellationToken cancellation)
    {
        var pool = PoolName(service.Spec) is { } name && pools.Get(new(service.Metadata.Namespace, name)) is { } found ? ReferencedPool.Of(found) : null;
        var secrets = SecretNames.Of(service.Spec);
        var owner = new OwnerKey(OwnerKind.Service, ObjectKey.Of(service));
        return (await observer.ObserveAsync(owner, service.Metadata.Uid!, pool?.Keys is { } keys ? [.. secrets, keys] : secrets, cancellation), pool);
    }

    public void Forget(OwnerKey service) => observer.Forget(service);

    /// <summary>The pool that a spec names, judged or not.</summary>
    internal static string? PoolName(JsonElement spec) => spec.At("verification", "poolRef", "name").Text() is { Length: > 0 } name ? name : null;
}
