using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Rewards;

/// <summary>The port to the reward models of one question.</summary>
public interface IScorer
{
    /// <summary>One reward a chain, in their order; whole chains and partial ones. A model that cannot be had is a reward that says so, never an exception.</summary>
    ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation);
}
