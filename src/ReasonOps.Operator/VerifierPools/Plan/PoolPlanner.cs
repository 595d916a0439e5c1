using ReasonOps.Api.VerifierPools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Plan;

/// <summary>Decides everything of one pool. Pure: the same in, the same out.</summary>
public static class PoolPlanner
{
    /// <param name="pool">Valid and defaulted.</param>
    /// <param name="owner">With name and namespace; without UID, children name no owner.</param>
    /// <param name="world">As it is now.</param>
    /// <param name="options">As the operator was started with.</param>
    /// <param name="size">How many verifiers there are to be.</param>
    public static PoolPlan Plan(VerifierPool pool, V1ObjectMeta owner, PoolWorld world, WorkloadOptions options, PlannedSize size)
    {
        var spec = pool.Spec;
        var keys = Keys(spec, world);
        return new()
        {
            Pool = pool,
            Owner = owner,
            Served = world.Observed.Served,
            ClusterDomain = options.ClusterDomain,
            OperatorNamespace = options.OperatorNamespace,
            Consumers = world.Consumers,
            Size = size,
            Image = PlannedImage.Of("verifier", spec.Image, world.Observed.Find("Deployment", new PoolNames(owner.Name!).Verifier), options.Image),
            Settings = VerifierSettingsBuilder.Of(pool, keys),
            Queue = world.Answered ? world.Load.Queue : null,
            Remarks = [.. PoolObstacles.Of(spec, world, keys), .. Clamped(spec, size)],
        };
    }

    /// <summary>Null for a pool that asks for none.</summary>
    private static IReadOnlyList<string>? Keys(VerifierPoolSpec spec, PoolWorld world) =>
        spec.Keys is { } keys ? [.. (world.Observed.Secrets.GetValueOrDefault(keys.SecretRef.ToString()) ?? []).Where(key => !string.IsNullOrWhiteSpace(key))] : null;

    private static IEnumerable<Remark> Clamped(VerifierPoolSpec spec, PlannedSize size)
    {
        if (spec.Replicas is { } said && said != size.Replicas)
            yield return new(Blocks: false, "ReplicasClamped",
                $"spec.replicas: {said} is not from sizing.minReplicas {spec.Sizing!.MinReplicas} to maxReplicas {spec.Sizing.MaxReplicas}; {size.Replicas} run");
    }
}
