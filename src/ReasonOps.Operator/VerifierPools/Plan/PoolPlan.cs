using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Plan;

/// <summary>Everything decided of one pool before any object is built.</summary>
public sealed record PoolPlan : OwnerPlan
{
    /// <summary>Valid and defaulted.</summary>
    public required VerifierPool Pool { get; init; }

    /// <summary>Who asks it, and what they hold now.</summary>
    public required IReadOnlyList<Consumer> Consumers { get; init; }
    public required PlannedSize Size { get; init; }
    public required PlannedImage Image { get; init; }

    /// <summary>What every verifier is told.</summary>
    public required VerifierSettings Settings { get; init; }

    /// <summary>Requests that wait; null where no verifier told.</summary>
    public int? Queue { get; init; }

    /// <summary>Where the operator runs, which reads the figures of verifiers.</summary>
    public required string OperatorNamespace { get; init; }

    public override OwnerKind Kind => OwnerKind.Pool;
    public override string? WhyScaled => Size.Reason;

    public VerifierPoolSpec Spec => Pool.Spec;
    public string VerifierName => new PoolNames(Name).Verifier;
    public string Endpoint => PoolNames.Url(Name, Namespace, ClusterDomain);
}
