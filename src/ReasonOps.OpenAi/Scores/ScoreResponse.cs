using System.Text.Json.Serialization;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Scores;

/// <summary>The answer of <c>POST /v1/score</c>.</summary>
public sealed record ScoreResponse
{
    public string Object { get; init => field = value ?? "score"; } = "score";
    public string? Model { get; init; }
    public string? Kind { get; init; }

    /// <summary>One an item, in their order.</summary>
    public IReadOnlyList<ItemScores> Data { get; init => field = PresentItems.Of(value); } = [];
    public ScoreUsage? Usage { get; init; }
}

public sealed record ItemScores
{
    public int Index { get; init; }

    /// <summary>0 to 1 each: one a step of a process, one in all of an outcome.</summary>
    public IReadOnlyList<double> Scores { get; init => field = value ?? []; } = [];

    /// <summary>Why this chain has no scores: it is too long for the model, or in letters that it cannot read. The others have theirs.</summary>
    public ApiError? Error { get; init; }
}

public sealed record ScoreUsage
{
    /// <summary>Tokens that the reward model read.</summary>
    [JsonConverter(typeof(NullAsZeroConverter))]
    public int PromptTokens { get; init; }

    [JsonConverter(typeof(NullAsZeroConverter))]
    public int TotalTokens { get; init; }
}
