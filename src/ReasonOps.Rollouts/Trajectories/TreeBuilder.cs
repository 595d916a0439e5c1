using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;

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
        var needed = leaves.SelectMany(leaf => Path(leaf, chains)).Distinct().Order().Select(index => chains[index]).ToArray();
        var weights = leaves.Select(leaf => leaf.Weights).FirstOrDefault(version => version is not null);
        var graph = new NodeGraph(weights);
        foreach (var chain in needed)
            graph.Add(chain, ParentOf(chain, chains), needed.Where(child => child.Parent == chain.Index).Select(child => child.Draft.Cut).OfType<Cut>());
        return new TrajectoryTree
        {
            Problem = problem,
            Variant = variant,
            Rollout = rollout,
            Seed = seed,
            Nodes = graph.Nodes,
            Leaves = [.. leaves.Select(leaf => Leaf(leaf, graph, weights))],
            Drawn = result.Tokens.Spent,
            Read = result.PromptTokens,
            Weights = weights,
        };
    }

    /// <summary>The chains that came to their end, in the order they were asked for in: the leaves, in their order.</summary>
    public static IEnumerable<Chain> Rollouts(RunResult result) => result.Chains.Where(IsRollout);

    /// <summary>It came to its end, and was not only a step on the way of another. One that says nothing at its end is wrong, not lost.</summary>
    internal static bool IsRollout(Chain chain) => chain.Ran && (chain.Content.Length > 0 || !chain.Draft.Step);

    private static IEnumerable<int> Path(Chain leaf, Dictionary<int, Chain> chains)
    {
        for (int? at = leaf.Index; at is { } index; at = chains[index].Parent) yield return index;
    }

    /// <summary>The chain whose thinking it goes on from; a revision begins at the question again.</summary>
    private static Chain? ParentOf(Chain chain, Dictionary<int, Chain> chains) =>
        chain.Parent is { } index && chains[index] is var parent && chain.Reasoning.StartsWith(NodeGraph.Kept(parent, chain), StringComparison.Ordinal) ? parent : null;

    private static TrajectoryLeaf Leaf(Chain chain, NodeGraph graph, string? weights)
    {
        var tokens = graph.AnswerOf(chain);
        return new(graph.EndOf(chain), chain.Content, chain.AnswerTokens, chain.Answer, VerdictOf(chain.Check))
        {
            Message = chain.Check?.Message,
            Reward = RewardAggregate.Last.Of(chain.Outcome),
            Cut = chain.Forced || chain.End == ChainEnd.Length,
            Logprobs = tokens?.Logprobs,
            Ids = tokens?.Ids,
            Weights = chain.Weights == weights ? null : chain.Weights,
        };
    }

    /// <param name="attempt">Its chain.</param>
    /// <param name="told">What it was told.</param>
    /// <param name="hinted">That was the answer.</param>
    /// <param name="weights">Of the tree.</param>
    public static Revision RevisionOf(Chain attempt, string told, bool hinted, string? weights)
    {
        var tokens = TokenRecord.Of(attempt.Drawn);
        return new(told, attempt.Reasoning, attempt.Content, attempt.Tokens, attempt.Answer, VerdictOf(attempt.Check))
        {
            Hinted = hinted,
            Logprobs = tokens?.Logprobs,
            Ids = tokens?.Ids,
            Weights = attempt.Weights == weights ? null : attempt.Weights,
        };
    }

    public static Verdict VerdictOf(CheckResult? check) => check?.End switch
    {
        CheckEnd.Passed => Verdict.Right,
        CheckEnd.Failed => Verdict.Wrong,
        _ => Verdict.Undecided,
    };
}
