using ReasonOps.Inference.Models;
using ReasonOps.Inference.Sampling;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Serving;

/// <summary>Checks a request's numbers; each error names the field, what it is and what it may be.</summary>
internal static class Parameters
{
    public const int MaxChoices = 128;
    private const int MaxTopLogprobs = 20;
    private const int MaxStops = 4;
    private const int MaxStopLength = 256;

    public static int Count(int? n) => Within("n", n ?? 1, 1, MaxChoices);

    public static SamplingOptions Sampling(double? temperature, double? topP, int? topK, string logprobsField, int? logprobs) => new(
        Within("temperature", temperature ?? 1, 0, 2),
        topP is 0 ? throw Wrong("top_p", 0, "above 0 and at most 1") : Within("top_p", topP ?? 1, 0, 1),
        // vLLM and Hugging Face write "all" as -1, others as 0.
        Within("top_k", topK ?? 0, -1, int.MaxValue) is var k && k < 0 ? 0 : k,
        logprobs is { } count ? Within(logprobsField, count, 0, MaxTopLogprobs) : null);

    public static Stops Stops(IReadOnlyList<string>? stop, bool? included = null)
    {
        if (stop is null) return new Stops([], false);
        if (stop.Count > MaxStops) throw Wrong("stop", $"{stop.Count} texts", $"at most {MaxStops}");
        for (var i = 0; i < stop.Count; i++)
        {
            if (stop[i].Length is 0 or > MaxStopLength) throw Wrong($"stop[{i}]", $"{stop[i].Length} characters long", $"1 to {MaxStopLength} long");
        }
        return new Stops(stop, included == true);
    }

    public static int? Budget(int? tokens) => tokens is { } budget ? Within("thinking_token_budget", budget, 0, int.MaxValue) : null;

    /// <summary>Likely tokens to report a place; null reports nothing.</summary>
    public static int? ChatLogprobs(ChatRequest request) => request switch
    {
        { Logprobs: true } => request.TopLogprobs ?? 0,
        { TopLogprobs: { } count } => throw ApiException.InvalidRequest("top_logprobs", $"top_logprobs is {count} without logprobs; set logprobs to true"),
        _ => null,
    };

    /// <summary>The limit asked for, or all that fits behind the prompt.</summary>
    public static int MaxTokens(string field, int? asked, string promptField, int promptTokens, int longest)
    {
        if (promptTokens >= longest)
            throw ApiException.InvalidRequest(promptField, $"the prompt has {promptTokens} tokens; with one token of an answer it may have {longest} here");
        return asked is { } tokens ? Within(field, tokens, 1, longest - promptTokens) : longest - promptTokens;
    }

    public static void Model(string? asked, string served)
    {
        if (asked is not null && asked != served) throw ApiException.ModelNotFound(asked, [served]);
    }

    public static int[] Encode(CharacterTokenizer tokenizer, string field, string text) =>
        tokenizer.TryEncode(text, out var tokens, out var error) ? tokens : throw ApiException.InvalidRequest(field, $"{field}: {error}");

    private static T Within<T>(string field, T value, T least, T most) where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? throw Wrong(field, value, $"from {least} to {most}") : value;

    private static ApiException Wrong(string field, object value, string right) =>
        ApiException.InvalidRequest(field, FormattableString.Invariant($"{field} is {value}; it must be {right}"));
}
