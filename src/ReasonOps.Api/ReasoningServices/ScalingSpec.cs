using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>The bounds that engine replicas are kept in; on one machine they are never scaled.</summary>
public sealed record AutoscalingSpec
{
    /// <summary>1 unless said.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>As many as the minimum unless said.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>The KV-cache occupancy to stay under, in (0, 1]; 0.80 unless said.</summary>
    public double? KeyValueOccupancy { get; init; }

    /// <summary>Accelerators that all replicas together may hold.</summary>
    public int? AcceleratorBudget { get; init; }
    public ScaleDownSpec? ScaleDown { get; init; }
}

/// <param name="Stabilization">How long demand must stay low before replicas go; 300s unless said.</param>
public sealed record ScaleDownSpec(Duration? Stabilization = null);

public sealed record VerificationSpec(ObjectReference PoolRef);

/// <summary>Reward models: of outcomes (ORM) and of steps (PRM).</summary>
public sealed record ScoringSpec(ScorerSpec? Outcome = null, ScorerSpec? Process = null);

public sealed record ScorerSpec(string Uri);
