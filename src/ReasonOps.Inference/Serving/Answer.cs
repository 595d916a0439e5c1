using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Serving;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.Inference.Serving;

/// <summary>A generation on its way to the client, whole at its end or chunk by chunk; a subclass gives it its shape on the wire.</summary>
internal abstract class Answer<TResponse, TChoice>(Generation generation, Stops stops, JsonTypeInfo<TResponse> type)
{
    private readonly Choice[] _choices = [.. Enumerable.Range(0, generation.Request.Count).Select(index => new Choice(index, new StopText(stops.Texts, stops.Included)))];

    public Task Write(HttpContext context, bool? stream, StreamOptions? options) =>
        stream == true ? Stream(context, options ?? new StreamOptions()) : Whole(context);

    protected abstract TResponse Response(IReadOnlyList<TChoice> choices, Usage? usage);

    protected abstract TChoice Whole(Choice choice);

    /// <summary>What the newest of a choice's tokens added.</summary>
    protected abstract TChoice Delta(Choice choice, string? reasoning, string? content);

    private async Task Whole(HttpContext context)
    {
        await foreach (var tokens in Submissions.Steps(generation, context.RequestAborted))
        {
            foreach (var token in tokens.Where(IsWanted)) Accept(token);
        }
        await JsonAnswer.WriteAsync(context, Response([.. _choices.Select(Whole)], Usage()), type);
    }

    private async Task Stream(HttpContext context, StreamOptions options)
    {
        context.Response.ContentType = SseWriter.ContentType;
        using var writer = new SseWriter(context.Response.BodyWriter);
        await foreach (var tokens in Submissions.Steps(generation, context.RequestAborted))
        {
            // One chunk a step, with a delta for every chain that moved.
            TChoice[] deltas = [.. tokens.Where(IsWanted).Select(Delta)];
            if (deltas.Length == 0) continue;
            writer.Write(Response(deltas, options.ContinuousUsageStats == true ? Usage() : null), type);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        if (options.IncludeUsage == true) writer.Write(Response([], Usage()), type);
        writer.WriteDone();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>False for what came after a stop text, while the chain was being freed.</summary>
    private bool IsWanted(ChainToken token) => _choices[token.Chain].FinishReason is null;

    private TChoice Delta(ChainToken token)
    {
        var (reasoning, content) = Accept(token);
        return Delta(_choices[token.Chain], reasoning, content);
    }

    private (string? Reasoning, string? Content) Accept(in ChainToken token)
    {
        var choice = _choices[token.Chain];
        var added = choice.Accept(token);
        if (choice.MetStop) generation.CancelChain(choice.Index);
        return added;
    }

    private Usage Usage()
    {
        var (prompt, completion) = (generation.Request.Prompt.Length, _choices.Sum(choice => choice.Tokens.Count));
        return new Usage
        {
            PromptTokens = prompt,
            CompletionTokens = completion,
            TotalTokens = prompt + completion,
            PromptTokensDetails = new() { CachedTokens = generation.CachedTokens },
            CompletionTokensDetails = new() { ReasoningTokens = _choices.Sum(choice => choice.ReasoningTokens) },
        };
    }
}
