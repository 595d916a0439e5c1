using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Chains;

/// <summary>What to send so that an engine draws certain chains.</summary>
internal static class ChainRequests
{
    /// <summary>Fields that engines without a feature refuse, though others of their runtime take them; a request does without.</summary>
    public static readonly string[] Dispensable =
        ["thinking_token_budget", "return_token_ids", "continuous_usage_stats", "stream_options", "include_stop_str_in_output", "logprobs"];

    /// <summary>Room for the tokens that end the thinking and the answer, which are in no budget.</summary>
    private const int EndTokens = 4;

    /// <summary>More stop texts than this a server refuses.</summary>
    private const int MaxStops = 4;

    /// <summary>The most a chain of the request may come to.</summary>
    public static int MaxTokens(ChainsRequest asked)
    {
        var reasoning = asked.Continues is { Closed: true } ? 0L : asked.ReasoningTokens;
        return (int)Math.Min(int.MaxValue, reasoning + asked.AnswerTokens + EndTokens);
    }

    /// <param name="template">Model, messages and sampling, as the question has them.</param>
    /// <param name="asked">The chains to draw with this one request.</param>
    public static ChatRequest Build(ChatRequest template, ChainsRequest asked, Engine engine)
    {
        var runtime = engine.Runtime;
        var request = template with
        {
            Model = engine.Address.Model ?? template.Model,
            Messages = asked.Turns.Count == 0 ? template.Messages : [.. template.Messages ?? [], .. asked.Turns.Select(Message)],
            N = runtime.ManyChains ? asked.Count : null,
            Seed = asked.Seed + asked.First,
            Temperature = asked.Temperature ?? template.Temperature,
            MaxTokens = MaxTokens(asked),
            MaxCompletionTokens = null,
            TopK = runtime.TopK ? template.TopK : null,
            Stream = true,
            StreamOptions = Options(engine),
            ThinkingTokenBudget = Takes(engine, "thinking_token_budget") && asked.Continues is not { Closed: true } ? asked.ReasoningTokens : null,
            ReturnTokenIds = Takes(engine, "return_token_ids") ? true : null,
            Reasonops = null,
        };
        if (StopsAtSteps(template, asked, engine)) request = request with { Stop = asked.StepEnds, IncludeStopStrInOutput = true };
        if (asked.Confidences && !engine.Refuses("logprobs"))
            request = request with { Logprobs = true, TopLogprobs = Math.Max(TokenConfidences.Top, template.TopLogprobs ?? 0) };
        else if (asked.Logprobs && !engine.Refuses("logprobs"))
            request = request with { Logprobs = true };
        return asked.Continues is { } continues ? Continue(request, continues, engine) : request;
    }

    /// <summary>A caller's own stop texts would be included too: with them, as with an engine that cannot, steps are cut where they are read.</summary>
    private static bool StopsAtSteps(ChatRequest template, ChainsRequest asked, Engine engine) =>
        asked.StepEnds.Count is > 0 and <= MaxStops && template.Stop is not { Count: > 0 }
        && engine.Runtime.StepEnds && !engine.Refuses("include_stop_str_in_output");

    /// <summary>The engine itself ends the chains where they are to end, so that nobody has to watch them.</summary>
    public static bool EndsByItself(ChatRequest template, ChainsRequest asked, Engine engine) =>
        asked.StepEnds.Count == 0 || StopsAtSteps(template, asked, engine);

    private static ChatMessage Message(Turn turn) => new() { Role = turn.Role, Content = turn.Content };

    private static bool Takes(Engine engine, string field) => engine.Runtime.Extensions && !engine.Refuses(field);

    private static StreamOptions? Options(Engine engine) => engine.Refuses("stream_options") ? null : new()
    {
        IncludeUsage = true,
        ContinuousUsageStats = Takes(engine, "continuous_usage_stats") ? true : null,
    };

    private static ChatRequest Continue(ChatRequest request, Continuation thinking, Engine engine) => request with
    {
        Messages = [.. request.Messages ?? [], engine.Runtime.ReasoningField ? Apart(thinking) : Inline(thinking)],
        // Servers without the extensions go on with a last message that is the assistant's anyway.
        ContinueFinalMessage = engine.Runtime.Extensions ? true : null,
        AddGenerationPrompt = engine.Runtime.Extensions ? false : null,
    };

    private static ChatMessage Apart(Continuation thinking) =>
        new() { Role = "assistant", Reasoning = thinking.Reasoning, Content = thinking.Closed ? "" : null };

    private static ChatMessage Inline(Continuation thinking) => new()
    {
        Role = "assistant",
        Content = $"{ThinkSplitter.Open}\n{thinking.Reasoning}" + (thinking.Closed ? $"\n{ThinkSplitter.Close}\n\n" : ""),
    };
}
