using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.OpenAi.Completions;

/// <summary>The body of <c>POST /v1/completions</c>: one prompt, gone on with as it stands.</summary>
public sealed record CompletionRequest
{
    public string? Model { get; init; }
    public string? Prompt { get; init; }
    public int? N { get; init; }

    /// <summary>Choice <c>i</c> is drawn with <c>seed + i</c>.</summary>
    public long? Seed { get; init; }
    public int? MaxTokens { get; init; }
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int? TopK { get; init; }

    /// <summary>One string or an array of them on the wire.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>How many likely tokens to report at each place; 0 reports the chosen one alone.</summary>
    public int? Logprobs { get; init; }

    /// <summary>The text of a choice starts with the prompt.</summary>
    public bool? Echo { get; init; }
    public bool? Stream { get; init; }
    public StreamOptions? StreamOptions { get; init; }
    public bool? ReturnTokenIds { get; init; }
    public string? User { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}
