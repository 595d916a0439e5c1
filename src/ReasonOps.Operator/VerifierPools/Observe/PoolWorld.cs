using ReasonOps.Capacity.Verifiers;
using ReasonOps.Operator.Caches;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>All that is known of the world around one pool when a pass begins.</summary>
/// <param name="Observed">What every object of ours has.</param>
/// <param name="Consumers">By kind and name.</param>
/// <param name="Load">As the verifiers told.</param>
/// <param name="Answered">Whether any did.</param>
public sealed record PoolWorld(Observed Observed, IReadOnlyList<Consumer> Consumers, PoolLoad Load, bool Answered);
