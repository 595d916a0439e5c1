using System.Collections.Frozen;
using System.Text.Json;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// The fields of a chat request that have no property of their own. Only what is known to shape nothing but the tenant's own sampling
/// goes on to the engine: an engine's own extensions (priority, cache salts, chat templates, more choices) would let one tenant
/// reach past its policy.
/// </summary>
internal static class ExtraFields
{
    private static readonly FrozenSet<string> PassedOn = FrozenSet.Create(StringComparer.Ordinal,
        "presence_penalty", "frequency_penalty", "repetition_penalty", "min_p", "logit_bias", "response_format", "chat_template_kwargs");

    /// <summary>OpenAI's bookkeeping: accepted and left here.</summary>
    private static readonly FrozenSet<string> Ignored = FrozenSet.Create(StringComparer.Ordinal,
        "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "verbosity",
        "parallel_tool_calls", "tool_choice");

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["tools"] = "tools are not supported; describe them in a message",
        ["functions"] = "functions are not supported; describe them in a message",
        ["function_call"] = "functions are not supported; leave it out",
        ["audio"] = "only text is supported; leave it out",
        ["modalities"] = "only text is supported; leave it out",
        ["prediction"] = "predicted output is not supported; leave it out",
        ["web_search_options"] = "web search is not supported; leave it out",
        ["best_of"] = "use reasonops.votes",
    }.ToFrozenDictionary();

    /// <exception cref="ApiException">400 for a field that would be lost or must not pass.</exception>
    public static void Check(IDictionary<string, JsonElement>? extra)
    {
        if (extra is null) return;
        foreach (var (name, value) in extra)
        {
            if (PassedOn.Contains(name) || Ignored.Contains(name) || value.ValueKind == JsonValueKind.Null) continue;
            if (IsHarmless(name, value)) continue;
            throw ApiException.InvalidRequest(name, $"{name}: {Refused.GetValueOrDefault(name, "is not a field of this API; leave it out")}");
        }
    }

    public static IDictionary<string, JsonElement>? ForEngine(IDictionary<string, JsonElement>? extra)
    {
        if (extra is null) return null;
        var kept = extra.Where(field => PassedOn.Contains(field.Key) && field.Value.ValueKind != JsonValueKind.Null).ToDictionary();
        return kept.Count == 0 ? null : kept;
    }

    /// <summary>Frameworks send <c>"tools": []</c> and <c>"modalities": ["text"]</c> to say that they want nothing.</summary>
    private static bool IsHarmless(string name, JsonElement value) => name switch
    {
        "tools" or "functions" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0,
        "function_call" => value.ValueKind == JsonValueKind.String && value.GetString() is "none" or "auto",
        "modalities" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsText),
        "best_of" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var one) && one == 1,
        _ => false,
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals("text");
}
