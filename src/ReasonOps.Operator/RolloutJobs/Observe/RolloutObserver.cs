using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>What a pass over a job knows of the world: from caches, and what its workers tell of themselves.</summary>
public sealed class RolloutObserver(
    Observer observer, IInformer<V1Alpha1ReasoningService> services, IInformer<V1Alpha1VerifierPool> pools, PartitionReader partitions)
{
    public async Task<RolloutWorld> ObserveAsync(V1Alpha1RolloutJob job, CancellationToken cancellation)
    {
        var owner = new OwnerKey(OwnerKind.Rollout, ObjectKey.Of(job));
        var service = RolloutReferences.ServiceName(job.Spec) is { } named ? services.Get(new(job.Metadata.Namespace, named)) : null;
        var pool = RolloutReferences.PoolName(job.Spec) is { } name && pools.Get(new(job.Metadata.Namespace, name)) is { } found ? ReferencedPool.Of(found) : null;
        var keys = service is null ? [] : RolloutReferences.Keys(service.Spec);
        var observed = await observer.ObserveAsync(owner, job.Metadata.Uid!, [.. keys, .. pool?.Keys is { } callers ? [callers] : Array.Empty<Api.Kinds.SecretReference>()], cancellation);
        return new(observed, service is null ? null : RolloutReferences.Read(service), pool,
            await partitions.ReadAsync(owner.Key, job.Metadata.Uid!, observed.Pods, cancellation));
    }

    public void Forget(OwnerKey job)
    {
        observer.Forget(job);
        partitions.Forget(job.Key);
    }
}
