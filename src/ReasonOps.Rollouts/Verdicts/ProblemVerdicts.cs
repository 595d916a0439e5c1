using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Verdicts;

/// <summary>What a verifier says of all that was drawn for a problem, later than when it was drawn: in place of what the trees say.</summary>
internal sealed record ProblemVerdicts
{
    private static ReadOnlySpan<byte> Name => "\",\"verdicts\":"u8;

    public required long Problem { get; init; }

    /// <summary>Of these verdicts those that were others before.</summary>
    public required int Changed { get; init; }
    public required IReadOnlyList<TreeVerdicts> Trees { get; init; }

    /// <summary>The same, of verdicts that count once.</summary>
    [JsonIgnore]
    public int Count => Trees.Sum(tree => tree.Leaves.Sum(leaf => 1 + (leaf.Revisions?.Count ?? 0)));

    /// <summary>A line of its log, with its end.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Line => JournalLine.Of(Name, JsonSerializer.SerializeToUtf8Bytes(this, VerdictJson.Default.ProblemVerdicts));

    /// <summary>Null: the line is not whole.</summary>
    public static ProblemVerdicts? Read(ReadOnlyMemory<byte> line) =>
        JournalLine.Body(line, Name) is { } body ? JsonSerializer.Deserialize(body.Span, VerdictJson.Default.ProblemVerdicts) : null;

    /// <summary>The trees with these verdicts; one that they do not speak of stays as it is.</summary>
    public IEnumerable<TrajectoryTree> Over(IEnumerable<TrajectoryTree> trees)
    {
        var known = Trees.ToDictionary(tree => (tree.Variant, tree.Rollout));
        return trees.Select(tree => known.TryGetValue((tree.Variant, tree.Rollout), out var told) && told.Leaves.Count == tree.Leaves.Count
            ? tree with { Leaves = [.. tree.Leaves.Select((leaf, i) => told.Leaves[i].Over(leaf))] }
            : tree);
    }
}

/// <param name="Rollout">Number of the tree's first.</param>
internal sealed record TreeVerdicts(int Variant, int Rollout, IReadOnlyList<LeafVerdicts> Leaves);

/// <param name="Message">What is wrong.</param>
/// <param name="Revisions">Of each; null where there are none.</param>
internal sealed record LeafVerdicts(Verdict Verdict, string? Message, IReadOnlyList<Verdict>? Revisions)
{
    /// <summary>What was right at first would not have been tried again.</summary>
    public TrajectoryLeaf Over(TrajectoryLeaf leaf) => leaf with
    {
        Verdict = Verdict,
        Message = Message,
        Revisions = Verdict == Verdict.Right || Revisions?.Count != leaf.Revisions?.Count ? Verdict == Verdict.Right ? null : leaf.Revisions
            : leaf.Revisions?.Select((revision, i) => revision with { Verdict = Revisions![i] }).ToArray(),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemVerdicts))]
internal sealed partial class VerdictJson : JsonSerializerContext;
