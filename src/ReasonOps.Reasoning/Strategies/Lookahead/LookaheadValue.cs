using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.Lookahead;

/// <summary>The process reward at the end of a greedy rollout; where it could not be drawn, as far as it came.</summary>
internal sealed class LookaheadValue(int steps, RewardAggregate aggregate, int maxFailures) : IStepValue
{
    public Decision.More? Needed(ChainTree tree, IReadOnlyList<Chain> candidates)
    {
        var wanted = candidates.Select(candidate => End(tree, candidate)).Where(end => end.Left > 0).Select(end => (ChainTree.GreedyStep(end.Chain), 1));
        if (tree.Missing(wanted, maxFailures) is { Count: > 0 } missing) return new Decision.More { Draw = missing };
        var unscored = tree.Unscored(candidates.Select(candidate => End(tree, candidate).Chain));
        return unscored.Count > 0 ? new Decision.More { Score = unscored } : null;
    }

    public double? Of(ChainTree tree, Chain step) => aggregate.Of(tree.Process(End(tree, step).Chain));

    private (Chain Chain, int Left) End(ChainTree tree, Chain from)
    {
        var left = steps;
        for (; left > 0 && !from.Ran && tree.Drawn(ChainTree.GreedyStep(from)) is [var next, ..]; left--) from = next;
        return (from, from.Ran ? 0 : left);
    }
}
