using ReasonOps.Engines.Checks;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Gateway.Chat;

/// <summary>What a chat request must be before anything is spent on it; each rule names the field and the way out.</summary>
internal static class ChatRules
{
    public const int MaxMessages = 2048;
    public const int MaxStops = 4;

    // Beyond this JavaScript clients lose digits, and seed + chain could pass 64 bits.
    public const long MaxSeed = 9_007_199_254_740_991;

    private static readonly string[] Roles = ["system", "developer", "user", "assistant"];

    /// <exception cref="ApiException">400 with the field in <c>param</c>.</exception>
    public static void Check(ChatRequest request)
    {
        Require(!string.IsNullOrWhiteSpace(request.Model), "model", "is missing; name one of GET /v1/models");
        CheckMessages(request.Messages);
        CheckSampling(request);
        CheckOutput(request);
        CheckOverrides(request);
        ExtraFields.Check(request.Extra);
    }

    private static void CheckMessages(IReadOnlyList<ChatMessage>? messages)
    {
        Require(messages is { Count: > 0 }, "messages", "is empty; send at least one, as [{\"role\": \"user\", \"content\": \"...\"}]");
        Require(messages!.Count <= MaxMessages, "messages", $"has {messages.Count} messages; send at most {MaxMessages}");
        for (var i = 0; i < messages.Count; i++) CheckMessage(messages[i], i);
        Require(messages[^1].Role != "assistant", $"messages[{messages.Count - 1}].role",
            "is \"assistant\" in the last message; end with the user's, an assistant's turn cannot be continued here");
    }

    private static void CheckMessage(ChatMessage? message, int i)
    {
        Require(message is not null, $"messages[{i}]", "is null; send {\"role\": ..., \"content\": ...}");
        Require(message!.Role is not ("tool" or "function"), $"messages[{i}].role",
            $"is \"{message.Role}\"; tools are not supported, put results into a user message");
        Require(Roles.Contains(message.Role), $"messages[{i}].role", $"is {Shown(message.Role)}; use {string.Join(", ", Roles)}");
        Require(message.Content is { Length: > 0 } || message.Role == "assistant", $"messages[{i}].content", "is empty; send text");
    }

    private static void CheckSampling(ChatRequest request)
    {
        Range(request.Temperature, 0, 2, "temperature");
        Require(request.TopP is null or (> 0 and <= 1), "top_p", $"is {request.TopP}; use a number above 0 and up to 1");
        Require(request.TopK is null or -1 or > 0, "top_k", $"is {request.TopK}; use 1 or more, or -1 for all tokens");
        Range(request.Seed, -MaxSeed, MaxSeed, "seed");
        Require(request.Stop is null or { Count: <= MaxStops }, "stop", $"has {request.Stop?.Count} strings; send at most {MaxStops}");
        Require(request.Stop?.Contains("") is not true, "stop", "has an empty string; leave it out");
    }

    private static void CheckOutput(ChatRequest request)
    {
        Require(request.N is null or 1, "n",
            $"is {request.N}; a request has one answer: for more chains behind it use reasonops.votes, for more answers send more requests");
        Require(request.Logprobs is not true, "logprobs", "is true; an answer that chains vote on has none, leave it out");
        Require(request.TopLogprobs is null or 0, "top_logprobs", $"is {request.TopLogprobs}; an answer that chains vote on has none, leave it out");
        Require(request.StreamOptions is null || request.Stream is true, "stream_options", "is only for streams; set stream to true or leave it out");
        Require(request.ThinkingTokenBudget is null, "thinking_token_budget", "is for engines; use reasonops.reasoning_tokens");
        Require(request.ContinueFinalMessage is not true, "continue_final_message", "is for engines; end with a user message instead");
        Require(request.AddGenerationPrompt is not false, "add_generation_prompt", "is for engines; leave it out");
        Require(request.ReturnTokenIds is not true, "return_token_ids", "is for engines; leave it out");
    }

    private static void CheckOverrides(ChatRequest request)
    {
        AtLeast(request.MaxTokens, 1, "max_tokens", "one token");
        AtLeast(request.MaxCompletionTokens, 1, "max_completion_tokens", "one token");
        Require(request.ReasoningEffort is not { } effort || Planning.Efforts.ContainsKey(effort), "reasoning_effort",
            $"is {Shown(request.ReasoningEffort)}; use {string.Join(", ", Planning.Efforts.Keys)}");
        AtLeast(request.Reasonops?.Votes, 1, "reasonops.votes", "one chain");
        AtLeast(request.Reasonops?.ReasoningTokens, 1, "reasonops.reasoning_tokens", "one token");
        Require(request.Reasonops?.Strategy is not { } strategy || Strategy.Kinds.Contains(strategy), "reasonops.strategy",
            $"is {Shown(request.Reasonops?.Strategy)}; use {string.Join(", ", Strategy.Kinds)}");
        if (request.Reasonops?.Extra is { Count: > 0 } unknown)
            Require(false, $"reasonops.{unknown.Keys.First()}", "is not a field; there are votes, strategy, reasoning_tokens and check");
        if (request.Reasonops?.Check is { } check && AnswerCheck.Read(check) is (_, var field, { } mistake))
            Require(false, field.Length == 0 ? "reasonops.check" : $"reasonops.check.{field}", mistake);
    }

    private static void Range(double? value, double low, double high, string field) =>
        Require(value is null || (value >= low && value <= high), field, $"is {value}; use a number from {low} to {high}");

    private static void AtLeast(int? value, int least, string field, string reason) =>
        Require(value is null || value >= least, field, $"is {value}; use {least} or more, {reason}");

    private static string Shown(string? value) =>
        value is null ? "missing" : value.Length <= 60 ? $"\"{value}\"" : $"\"{value[..60]}...\"";

    private static void Require(bool holds, string field, string message)
    {
        if (!holds) throw ApiException.InvalidRequest(field, $"{field}: {message}");
    }
}
