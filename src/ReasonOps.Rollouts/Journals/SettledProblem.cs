using System.Text.Json.Serialization;
using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Rollouts.Journals;

/// <summary>Nothing more is drawn for a problem.</summary>
public sealed record SettledProblem
{
    [JsonPropertyOrder(-1)]
    public long Number => Problem.Number;

    public required Problem Problem { get; init; }

    /// <summary>As the model was asked, each variant; the first is the problem's own.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>Why it was given up: every attempt crashed or hung. Null: it is done.</summary>
    public string? Quarantined { get; init; }
}
