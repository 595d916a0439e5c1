using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>What the process reward model says of the chain so far.</summary>
internal sealed class ProcessValue(RewardAggregate aggregate) : IStepValue
{
    public Decision.More? Needed(ChainTree tree, IReadOnlyList<Chain> steps) =>
        tree.Unscored(steps) is { Count: > 0 } unscored ? new Decision.More { Score = unscored } : null;

    public double? Of(ChainTree tree, Chain step) => aggregate.Of(tree.Process(step));
}
