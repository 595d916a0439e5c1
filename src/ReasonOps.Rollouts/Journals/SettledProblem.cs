using System.Text.Json.Serialization;
using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Rollouts.Journals;

/// <summary>Nothing more is drawn for a problem.</summary>
public sealed record SettledProblem
{
    [JsonPropertyOrder(-3)]
    public long Number => Problem.Number;

    /// <summary>Why it was given up: every attempt crashed or hung. Null: it is done.</summary>
    [JsonPropertyOrder(-2)]
    public string? Quarantined { get; init; }

    /// <summary>What was drawn for it, so that a reader of the journal need not read on; null of one that was settled before these were written.</summary>
    [JsonPropertyOrder(-1)]
    public ProblemCounts? Counts { get; init; }

    public required Problem Problem { get; init; }

    /// <summary>As the model was asked, each variant; the first is the problem's own.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>The versions beside the problem's own, where there are any.</summary>
    public IReadOnlyList<Problem>? Variants { get; init; }

    /// <summary>What a variant asks and what is right of it; 0 is the problem's own.</summary>
    public Problem VersionOf(int variant) => variant == 0 || Variants is null ? Problem : Variants[variant - 1];
}
