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

    /// <summary>0 to 1: by the reward model; without one by the verdict.</summary>
    public double? Reward => Mended is not null ? 1 : Leaf.Reward ?? (Leaf.Verdict == Verdict.Undecided ? null : IsRight ? 1 : 0);

    /// <summary>By the process reward model, one a step of the whole chain; empty where it was not asked.</summary>
    public IReadOnlyList<double> StepRewards => [.. Tree.PathOf(Leaf).SelectMany(node => node.Rewards ?? [])];

    /// <summary>In the order they were drawn in.</summary>
    public static IReadOnlyList<Rollout> Of(IEnumerable<TrajectoryTree> trees) =>
        [.. trees.OrderBy(tree => tree.Variant).ThenBy(tree => tree.Rollout).SelectMany(tree => tree.Leaves.Select((_, i) => new Rollout(tree, i)))];
}
