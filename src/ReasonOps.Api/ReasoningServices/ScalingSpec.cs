using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>How engine replicas follow the demand for KV cache on a cluster; on one machine they are never scaled.</summary>
[Rule("!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas", "maxReplicas is below minReplicas; raise it or lower minReplicas")]
public sealed record AutoscalingSpec
{
    /// <summary>Who decides how many there are; the operator, <c>Internal</c>, unless said.</summary>
    [FilledIn("Internal")]
    public ScalingMode? Mode { get; init; }

    /// <summary>The fewest engine replicas; 1 unless said. With 0 the last one goes when nothing is asked, and requests are held until one is back.</summary>
    [Bounds(0, ScalingRules.MostReplicas), FilledIn(1)]
    public int? MinReplicas { get; init; }

    /// <summary>The most engine replicas; as many as the fewest (and at least 1) unless said.</summary>
    [Bounds(1, ScalingRules.MostReplicas)]
    public int? MaxReplicas { get; init; }

    /// <summary>The KV-cache occupancy to stay under, above 0 and at most 1; 0.80 unless said.</summary>
    [Bounds(0, 1, ExcludeLeast = true, Says = "above 0 and at most 1; 0.80 is usual"), FilledIn(0.80)]
    public double? KeyValueOccupancy { get; init; }

    /// <summary>Accelerators that all replicas together may hold; without limit unless said.</summary>
    [Bounds(1)]
    public int? AcceleratorBudget { get; init; }

    /// <summary>How replicas go when demand falls.</summary>
    public ScaleDownSpec? ScaleDown { get; init; }
}

/// <summary>Who decides how many engine replicas there are.</summary>
public enum ScalingMode
{
    /// <summary>The operator, by the demand for KV cache.</summary>
    Internal,

    /// <summary>Whoever writes <c>spec.replicas</c> (HPA, KEDA, kubectl scale); the operator tells the demand as a metric.</summary>
    External,
}

/// <summary>How replicas go when demand falls.</summary>
/// <param name="Stabilization">How long fewer replicas must do before one goes; half of what a replica takes to start, and a minute at least, unless said.</param>
/// <param name="ToZeroAfter">With minReplicas 0: how long nothing must be asked before the last replica goes; 600s unless said.</param>
public sealed record ScaleDownSpec(
    [property: Lasting("24h", Zero = true)] Duration? Stabilization = null,
    [property: Lasting("24h", Zero = true), FilledIn("600s")] Duration? ToZeroAfter = null);

/// <summary>What decides whether an answer is right.</summary>
/// <param name="PoolRef">The VerifierPool that is asked.</param>
public sealed record VerificationSpec(ObjectReference PoolRef);
