namespace ReasonOps.Rollouts.Trajectories;

/// <summary>One finished chain of a problem, as what comes after drawing looks at it.</summary>
/// <param name="Tree">That it is a leaf of.</param>
/// <param name="Index">Of the leaf in its tree.</param>
public sealed record Rollout(TrajectoryTree Tree, int Index)
{
    private string? _reasoning;

    public TrajectoryLeaf Leaf => Tree.Leaves[Index];

    /// <summary>Among the rollouts of the problem's variant.</summary>
    public int Number => Tree.Rollout + Index;

    public string Reasoning => _reasoning ??= Tree.ReasoningOf(Leaf);
    public string Content => Leaf.Content;

    /// <summary>At the first attempt.</summary>
    public bool IsRight => Leaf.Verdict == Verdict.Right;

    /// <summary>The attempt that was right after others were wrong.</summary>
    public Revision? Mended => Leaf is { Verdict: not Verdict.Right, Final: Verdict.Right, Revisions: [.., var last] } ? last : null;
    public int Tokens => Tree.PathOf(Leaf).Sum(node => node.Tokens) + Leaf.Tokens;

    /// <summary>0 to 1: by the reward model; without one by the verdict. Of the attempt that was right, if one was.</summary>
    public double? Reward => Mended is not null ? 1 : FirstReward;

    /// <summary>The same, of the first attempt, whatever came after it.</summary>
    public double? FirstReward => Leaf.Reward ?? (Leaf.Verdict == Verdict.Undecided ? null : IsRight ? 1 : 0);

    /// <summary>By the process reward model, one a step of the whole chain; empty where it was not asked.</summary>
    public IReadOnlyList<double> StepRewards => [.. Tree.PathOf(Leaf).SelectMany(node => node.Rewards ?? [])];

    /// <summary>Of each token of the whole chain, marks included; null where they are not known of all of it.</summary>
    public IReadOnlyList<double>? Logprobs => All(node => node.Logprobs, Leaf.Logprobs);

    /// <inheritdoc cref="Logprobs"/>
    public IReadOnlyList<int>? Ids => All(node => node.Ids, Leaf.Ids);

    /// <summary>The version of the weights that ended it.</summary>
    public string? Weights => Leaf.Weights ?? Tree.Weights;

    private T[]? All<T>(Func<TrajectoryNode, IReadOnlyList<T>?> of, IReadOnlyList<T>? ofLeaf)
    {
        // A stretch without text may have no tokens.
        var stretches = Tree.PathOf(Leaf).Where(node => node.Text.Length > 0).Select(of).Append(ofLeaf).ToArray();
        return stretches.Any(stretch => stretch is null) ? null : [.. stretches.SelectMany(stretch => stretch!)];
    }

    /// <summary>In the order they were drawn in.</summary>
    public static IReadOnlyList<Rollout> Of(IEnumerable<TrajectoryTree> trees) =>
        [.. trees.OrderBy(tree => tree.Variant).ThenBy(tree => tree.Rollout).SelectMany(tree => tree.Leaves.Select((_, i) => new Rollout(tree, i)))];
}
