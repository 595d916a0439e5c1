using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Plan;

/// <summary>What was asked for and is not there.</summary>
internal static class PoolObstacles
{
    /// <summary>The first minor version whose servers keep a pod's <c>hostUsers</c> and <c>procMount</c> without a feature gate.</summary>
    public const int UserNamespaces = 33;

    /// <param name="spec">Defaulted.</param>
    /// <param name="world">Around the pool.</param>
    /// <param name="keys">Of callers; null where none are asked for.</param>
    public static IEnumerable<Remark> Of(VerifierPoolSpec spec, PoolWorld world, IReadOnlyList<string>? keys)
    {
        if (keys is { Count: 0 })
            yield return new(Blocks: true, "CallerKeysMissing",
                $"callers take their keys from secret {spec.Keys!.SecretRef}, which holds none; create it with one entry a key; until then nobody passes");
        if (spec.Isolation.Mode == IsolationMode.Namespaces && world.Observed.Served.Minor < UserNamespaces)
            yield return new(Blocks: false, "KindNotServed",
                $"spec.isolation.mode: Namespaces needs user namespaces in pods, which Kubernetes has from 1.{UserNamespaces} on; use Landlock, or say hostUsers: false in podTemplate where the cluster knows it");
        if (spec.Monitoring?.PodMonitor == true && ChildKinds.PodMonitor(world.Observed.Served) is null)
            yield return NotServedKinds.PodMonitor("spec.monitoring.podMonitor");
        foreach (var missing in world.Consumers.Where(consumer => !consumer.IsThere))
            yield return new(Blocks: false, "ConsumerNotFound", $"spec.sizing.serves: there is no {missing.Kind} {missing.Name} in this namespace");
    }
}
