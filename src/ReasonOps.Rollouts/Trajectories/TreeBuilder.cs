using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Rollouts.Trajectories;

/// <summary>The node graph of a run. Chains that failed or were cancelled, and steps that no rollout came through, are left out.</summary>
public static class TreeBuilder
{
    /// <param name="result">Of a run that is over.</param>
    /// <param name="problem">Number of the problem.</param>
    /// <param name="variant">Of it.</param>
    /// <param name="rollout">Number of the first rollout.</param>
    /// <param name="seed">Of the first chain.</param>
    /// <param name="most">Rollouts; what was drawn beyond is left out.</param>
    public static TrajectoryTree Of(RunResult result, long problem, int variant, int rollout, long seed, int most)
    {
        var chains = result.Chains.ToDictionary(chain => chain.Index);
        var leaves = Rollouts(result).Take(most).ToArray();
        var needed = leaves.SelectMany(leaf => Path(leaf, chains)).Distinct().Order().ToArray();
        var place = needed.Select((chain, i) => (chain, i)).ToDictionary(pair => pair.chain, pair => pair.i);
        return new TrajectoryTree
        {
            Problem = problem,
            Variant = variant,
            Rollout = rollout,
            Seed = seed,
            Nodes = [.. needed.Select(index => Node(chains[index], chains, place))],
            Leaves = [.. leaves.Select(leaf => Leaf(leaf, place[leaf.Index]))],
            Drawn = result.Tokens.Spent,
            Read = result.PromptTokens,
        };
    }

    /// <summary>The chains that came to their end, in the order they were asked for in: the leaves, in their order.</summary>
    public static IEnumerable<Chain> Rollouts(RunResult result) => result.Chains.Where(IsRollout);

    /// <summary>It came to its end, and was not only a step on the way of another.</summary>
    internal static bool IsRollout(Chain chain) => chain.Ran && chain.Content.Length > 0;

    private static IEnumerable<int> Path(Chain leaf, Dictionary<int, Chain> chains)
    {
        for (int? at = leaf.Index; at is { } index; at = chains[index].Parent) yield return index;
    }

    private static TrajectoryNode Node(Chain chain, Dictionary<int, Chain> chains, Dictionary<int, int> place)
    {
        var parent = chain.Parent is { } index ? chains[index] : null;
        // A revision begins at the question again.
        var inherits = parent is not null && chain.Reasoning.StartsWith(parent.Reasoning, StringComparison.Ordinal);
        var before = inherits ? parent!.Process?.Steps.Count ?? 0 : 0;
        return new(
            inherits ? place[parent!.Index] : null,
            inherits ? chain.Reasoning[parent!.Reasoning.Length..] : chain.Reasoning,
            chain.ReasoningTokens - (inherits ? chain.InheritedTokens : 0))
        {
            Rewards = chain.Process is { Steps.Count: > 0 } process ? [.. process.Steps.Skip(before)] : null,
        };
    }

    private static TrajectoryLeaf Leaf(Chain chain, int node) => new(node, chain.Content, chain.AnswerTokens, chain.Answer, VerdictOf(chain))
    {
        Message = chain.Check?.Message,
        Reward = RewardAggregate.Last.Of(chain.Outcome),
        Cut = chain.Forced || chain.End == ChainEnd.Length,
    };

    public static Verdict VerdictOf(Chain chain) => chain.Check?.End switch
    {
        CheckEnd.Passed => Verdict.Right,
        CheckEnd.Failed => Verdict.Wrong,
        _ => Verdict.Undecided,
    };
}
