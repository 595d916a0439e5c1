using System.Text.Json.Serialization;

namespace ReasonOps.Rollouts.Trajectories;

/// <summary>
/// What one search of one problem came to: a node graph, in which what chains share stands once. A rollout is a leaf. Independent chains are
/// trees of one leaf each.
/// </summary>
public sealed record TrajectoryTree
{
    /// <summary>Of the problem.</summary>
    [JsonPropertyOrder(-4), JsonPropertyName("problem")]
    public required long Problem { get; init; }

    /// <summary>0: as the problem stands.</summary>
    [JsonPropertyOrder(-3), JsonPropertyName("variant")]
    public required int Variant { get; init; }

    /// <summary>Number of its first rollout; the others follow.</summary>
    [JsonPropertyOrder(-2), JsonPropertyName("rollout")]
    public required int Rollout { get; init; }

    /// <summary>How many rollouts it is, so that a reader of the journal need not read on.</summary>
    [JsonPropertyOrder(-1), JsonPropertyName("rollouts")]
    public int Count => Leaves.Count;

    /// <summary>Rollouts that are right: after their revisions, where they have any.</summary>
    [JsonPropertyOrder(-1), JsonPropertyName("right")]
    public int Right => Leaves.Count(leaf => leaf.Final == Verdict.Right);

    [JsonPropertyOrder(-1), JsonPropertyName("wrong")]
    public int Wrong => Leaves.Count(leaf => leaf.Final == Verdict.Wrong);

    /// <summary>Tokens that engines ran forward over for it.</summary>
    [JsonPropertyOrder(-1), JsonPropertyName("forward")]
    public long Forward => (long)Drawn + Read;

    /// <summary>Of its first chain.</summary>
    public required long Seed { get; init; }

    /// <summary>Parents before their children.</summary>
    public required IReadOnlyList<TrajectoryNode> Nodes { get; init; }

    public required IReadOnlyList<TrajectoryLeaf> Leaves { get; init; }

    /// <summary>Tokens that engines drew for it, those of chains that were cut or lost included.</summary>
    public int Drawn { get; init; }

    /// <summary>Tokens of the prompt: once, as what chains share is in the cache.</summary>
    public int Read { get; init; }

    /// <summary>The version of the weights that drew it, where the engine says one; nodes and leaves that others drew say so themselves.</summary>
    public string? Weights { get; init; }

    /// <summary>The nodes from the root to a leaf's own.</summary>
    public IReadOnlyList<TrajectoryNode> PathOf(TrajectoryLeaf leaf)
    {
        var path = new List<TrajectoryNode>();
        for (int? at = leaf.Node; at is { } node; at = Nodes[node].Parent) path.Add(Nodes[node]);
        path.Reverse();
        return path;
    }

    /// <summary>All that a leaf's chain thought.</summary>
    public string ReasoningOf(TrajectoryLeaf leaf) => string.Concat(PathOf(leaf).Select(node => node.Text));
}

/// <summary>A stretch of thinking.</summary>
/// <param name="Parent">Its index among the nodes; null: it begins at the question.</param>
/// <param name="Text">What was thought there.</param>
/// <param name="Tokens">Of it.</param>
public sealed record TrajectoryNode(int? Parent, string Text, int Tokens)
{
    /// <summary>By a process reward model, one a step that ends in it, 0 to 1.</summary>
    public IReadOnlyList<double>? Rewards { get; init; }

    /// <summary>One a token that begins in it, natural logarithms to four digits; null unless the job keeps them and the engine tells.</summary>
    public IReadOnlyList<double>? Logprobs { get; init; }

    /// <summary>Of the same tokens, where the engine says them.</summary>
    public IReadOnlyList<int>? Ids { get; init; }

    /// <summary>Null: the tree's.</summary>
    public string? Weights { get; init; }
}

/// <summary>Where a chain ended: one rollout.</summary>
/// <param name="Node">The index of its last node.</param>
/// <param name="Content">What it said.</param>
/// <param name="Tokens">Of it.</param>
/// <param name="Answer">Found in it; null where there is none.</param>
/// <param name="Verdict">What the verifier said of it.</param>
public sealed record TrajectoryLeaf(int Node, string Content, int Tokens, string? Answer, Verdict Verdict)
{
    /// <summary>What was wrong, in the verifier's words.</summary>
    public string? Message { get; init; }

    /// <summary>By an outcome reward model, 0 to 1.</summary>
    public double? Reward { get; init; }

    /// <summary>One a token behind the thinking: those of <see cref="Content"/>, and the marks that end the thinking and the answer.</summary>
    public IReadOnlyList<double>? Logprobs { get; init; }
    public IReadOnlyList<int>? Ids { get; init; }

    /// <summary>Null: the tree's.</summary>
    public string? Weights { get; init; }

    /// <summary>Further attempts of a wrong one, each told what was wrong with those before it, or what is right.</summary>
    public IReadOnlyList<Revision>? Revisions { get; init; }

    /// <summary>Of the last attempt.</summary>
    [JsonIgnore]
    public Verdict Final => Revisions is [.., var last] ? last.Verdict : Verdict;

    /// <summary>Its thinking or its answer was cut by the budget.</summary>
    public bool Cut { get; init; }
}

/// <summary>Another attempt at a rollout that was wrong.</summary>
/// <param name="Told">The message it was told, from the verifier or with the answer in it.</param>
/// <param name="Reasoning">What it thought.</param>
/// <param name="Content">What it said.</param>
/// <param name="Tokens">Of both.</param>
/// <param name="Answer">Found in it; null where there is none.</param>
public sealed record Revision(string Told, string Reasoning, string Content, int Tokens, string? Answer, Verdict Verdict)
{
    /// <summary>It was told what is right (STaR's rationalisation, arXiv:2203.14465), so what it was told is not kept with it.</summary>
    public bool Hinted { get; init; }

    /// <summary>One a token that was drawn for it, marks included.</summary>
    public IReadOnlyList<double>? Logprobs { get; init; }
    public IReadOnlyList<int>? Ids { get; init; }

    /// <summary>Null: the tree's.</summary>
    public string? Weights { get; init; }
}

public enum Verdict
{
    Right,
    Wrong,

    /// <summary>There is nothing to decide it by.</summary>
    Undecided,
}
