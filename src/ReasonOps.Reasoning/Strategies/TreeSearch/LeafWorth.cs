using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.TreeSearch;

/// <summary>What is backed up from a leaf.</summary>
internal sealed class LeafWorth
{
    private readonly ChainTree _tree;
    private readonly RewardAggregate _aggregate;
    private readonly Rightness _rightness;

    public LeafWorth(StrategySettings settings, ChainTree tree)
    {
        (_tree, _aggregate) = (tree, settings.Reward.Aggregate);
        _rightness = new Rightness(tree, tree.Finished, settings.Equivalence);
        Stopped = _rightness.Stopped(settings.Stop, settings.Votes);
    }

    /// <summary>Why no more leaves are needed; null while they are.</summary>
    public string? Stopped { get; }

    /// <summary>0 to 1, by the verifier or the reward model; null: neither said.</summary>
    public double? Rewarded(Chain leaf) => _rightness.Checked(leaf) ?? Value(leaf);

    /// <summary>0 to 1: where neither said, whether it agrees with most.</summary>
    public double Of(Chain leaf) => Rewarded(leaf) ?? _rightness.Agreed(leaf);

    /// <summary>0 to 1, by the reward model.</summary>
    public double? Value(Chain chain) => _aggregate.Of(_tree.Process(chain));
}
