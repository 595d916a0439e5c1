using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.OpenAi.Chat;

/// <summary>A whole answer (<c>chat.completion</c>, choices carry <c>message</c>) or a chunk of a stream (<c>chat.completion.chunk</c>, <c>delta</c>).</summary>
public sealed record ChatResponse
{
    public const string Whole = "chat.completion";
    public const string Chunk = "chat.completion.chunk";

    public string? Id { get; init; }
    public string? Object { get; init; }
    public long Created { get; init; }
    public string? Model { get; init; }
    public IReadOnlyList<ChatChoice> Choices { get; init => field = PresentItems.Of(value); } = [];
    public Usage? Usage { get; init; }

    /// <summary>OpenAI's word for what answered, weights included; engines that know a version of their weights put that here.</summary>
    public string? SystemFingerprint { get; init; }

    /// <summary>Where SGLang says the version of its weights; its newer name is <see cref="Sglext"/>.</summary>
    public JsonElement? Metadata { get; init; }
    public JsonElement? Sglext { get; init; }
    public ReasonOpsReport? Reasonops { get; init; }

    /// <summary>The version of the weights that drew it; null where the engine says none.</summary>
    [JsonIgnore]
    public string? Weights => WeightsIn(Metadata) ?? WeightsIn(Sglext) ?? SystemFingerprint;

    /// <summary>Set instead of choices where a stream fails after its 200; engines disagree on its shape.</summary>
    public JsonElement? Error { get; init; }

    private static string? WeightsIn(JsonElement? extension) =>
        extension is { ValueKind: JsonValueKind.Object } said && said.TryGetProperty("weight_version", out var version) && version.ValueKind == JsonValueKind.String
            ? version.GetString() : null;
}

public sealed record ChatChoice
{
    public int Index { get; init; }
    public ChatMessage? Message { get; init; }
    public ChatMessage? Delta { get; init; }
    public ChoiceLogprobs? Logprobs { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, or absent while the choice goes on.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Sent where the request set <c>return_token_ids</c>.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }
}

public sealed record ChoiceLogprobs
{
    public IReadOnlyList<TokenLogprob> Content { get; init => field = PresentItems.Of(value); } = [];
}

public sealed record TokenLogprob
{
    public string Token { get; init => field = value ?? ""; } = "";
    public double Logprob { get; init; }
    public IReadOnlyList<int>? Bytes { get; init; }
    public IReadOnlyList<TokenLogprob>? TopLogprobs { get; init; }
}

public sealed record Usage
{
    [JsonConverter(typeof(NullAsZeroConverter))]
    public int PromptTokens { get; init; }

    [JsonConverter(typeof(NullAsZeroConverter))]
    public int CompletionTokens { get; init; }

    [JsonConverter(typeof(NullAsZeroConverter))]
    public int TotalTokens { get; init; }

    public PromptTokensDetails? PromptTokensDetails { get; init; }
    public CompletionTokensDetails? CompletionTokensDetails { get; init; }
}

public sealed record PromptTokensDetails
{
    [JsonConverter(typeof(NullAsZeroConverter))]
    public int CachedTokens { get; init; }
}

public sealed record CompletionTokensDetails
{
    [JsonConverter(typeof(NullAsZeroConverter))]
    public int ReasoningTokens { get; init; }
}

/// <summary>How the gateway reached an answer and what that cost.</summary>
public sealed record ReasonOpsReport
{
    public string? Strategy { get; init; }
    public VotesReport? Votes { get; init; }
    public TokensReport? Tokens { get; init; }

    /// <summary>Overrides that were above what the tenant may have, each as <c>votes: 64 -> 16</c>.</summary>
    public IReadOnlyList<string> Clamped { get; init => field = value ?? []; } = [];

    /// <summary>What the caller should know of how the answer was found, as that a verifier was away; absent where there is nothing to tell.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>In the currency of the tenant's price; absent without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Cost { get; init; }
}

public sealed record VotesReport
{
    public int Cast { get; init; }
    public int Asked { get; init; }

    /// <summary>Share of the cast votes that the answer has, 0..1.</summary>
    public double Agreement { get; init; }

    /// <summary>The rule that ended the vote early, as <c>Beta(0.95)</c>; absent when every vote was drawn.</summary>
    public string? Stopped { get; init; }
}

public sealed record TokensReport
{
    /// <summary>Completion tokens of the winning chain.</summary>
    public int Winner { get; init; }

    /// <summary>Completion tokens of every chain, losers and cancelled ones included.</summary>
    public int Spent { get; init; }

    /// <summary>The part of <see cref="Spent"/> in chains that were cancelled before they ended.</summary>
    public int Cancelled { get; init; }
}
