using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.OpenAi.Chat;

/// <summary>
/// The body of <c>POST /v1/chat/completions</c>: OpenAI's fields, vLLM's extensions, and the <c>reasonops</c> overrides
/// that only the gateway reads. What is not named here is kept and passed on in <see cref="Extra"/>.
/// </summary>
public sealed record ChatRequest
{
    public string? Model { get; init; }
    public IReadOnlyList<ChatMessage>? Messages { get; init; }
    public int? N { get; init; }

    /// <summary>Chain <c>i</c> of a request is drawn with <c>seed + i</c>.</summary>
    public long? Seed { get; init; }
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int? TopK { get; init; }
    public int? MaxTokens { get; init; }
    public int? MaxCompletionTokens { get; init; }

    /// <summary>One string or an array of them on the wire.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>vLLM's extension: what is ended by a stop text ends with it, not before it.</summary>
    public bool? IncludeStopStrInOutput { get; init; }
    public bool? Logprobs { get; init; }
    public int? TopLogprobs { get; init; }
    public bool? Stream { get; init; }
    public StreamOptions? StreamOptions { get; init; }
    public string? ReasoningEffort { get; init; }

    /// <summary>Tokens the model may think before it is made to answer; vLLM's extension.</summary>
    public int? ThinkingTokenBudget { get; init; }

    /// <summary>
    /// The last message is the assistant's and is to be gone on with. With <c>content</c> absent its <c>reasoning</c> is
    /// still open; with <c>content</c> present, even empty, the thinking is closed and the answer goes on.
    /// </summary>
    public bool? ContinueFinalMessage { get; init; }
    public bool? AddGenerationPrompt { get; init; }

    /// <summary>vLLM's extension: every streamed choice carries the ids of its tokens, so that they can be counted.</summary>
    public bool? ReturnTokenIds { get; init; }
    public string? User { get; init; }
    public ReasonOpsOverrides? Reasonops { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>What a request may ask of the gateway; clamped to what its tenant may have.</summary>
public sealed record ReasonOpsOverrides
{
    public int? Votes { get; init; }
    public string? Strategy { get; init; }
    public int? ReasoningTokens { get; init; }

    /// <summary>
    /// What is right, for strategies that ask a verifier: a check of <c>POST /v1/verify</c> less the answer, as
    /// <c>{"type": "math", "expected": "63"}</c> or <c>{"type": "code", "language": "python", "tests": [{"input", "expected"}]}</c>.
    /// </summary>
    public JsonElement? Check { get; init; }

    /// <summary>What is not named here: a misspelt override, to be refused and not lost.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record StreamOptions
{
    /// <summary>A last chunk without choices carries the usage.</summary>
    public bool? IncludeUsage { get; init; }

    /// <summary>vLLM's extension: every chunk carries the usage so far, so that a stream given up early has been accounted for.</summary>
    public bool? ContinuousUsageStats { get; init; }
}

public sealed record ChatMessage
{
    public string? Role { get; init; }

    /// <summary>A string, or an array of text parts, on the wire.</summary>
    [JsonConverter(typeof(TextContentConverter))]
    public string? Content { get; init; }

    public string? Reasoning { get; init; }

    /// <summary>The older name of <see cref="Reasoning"/>; read alike, see <see cref="Thinking"/>.</summary>
    public string? ReasoningContent { get; init; }

    public string? Name { get; init; }

    [JsonIgnore]
    public string? Thinking => Reasoning ?? ReasoningContent;
}
