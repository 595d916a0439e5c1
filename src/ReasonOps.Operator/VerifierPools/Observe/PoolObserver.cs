using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>What a pass over a pool knows of the world: from caches, and what its verifiers tell of themselves.</summary>
public sealed class PoolObserver(Observer observer, ConsumerReader consumers, LoadReader loads)
{
    public async Task<PoolWorld> ObserveAsync(V1Alpha1VerifierPool pool, CancellationToken cancellation)
    {
        var owner = new OwnerKey(OwnerKind.Pool, ObjectKey.Of(pool));
        var observed = await observer.ObserveAsync(owner, pool.Metadata.Uid!, PoolKeys.Of(pool.Spec) is { } keys ? [keys] : [], cancellation);
        var (load, answered) = await loads.ReadAsync(owner.Key, observed.Pods, cancellation);
        return new(observed, consumers.Read(pool), load, answered);
    }

    public void Forget(OwnerKey pool)
    {
        observer.Forget(pool);
        loads.Forget(pool.Key);
    }
}
