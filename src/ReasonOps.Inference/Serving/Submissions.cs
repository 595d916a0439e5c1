using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Serving;

/// <summary>What chats and plain completions have in common: handing a request to the engine and reading it to its end.</summary>
internal static class Submissions
{
    public static Generation Submit(Engine engine, GenerationRequest request)
    {
        try
        {
            return engine.Submit(request);
        }
        catch (EngineBusyException e)
        {
            throw ApiException.Unavailable(e.Message, TimeSpan.FromSeconds(1), e);
        }
    }

    /// <summary>The steps of a generation; frees its chains when the reader leaves early.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<ChainToken>> Steps(
        Generation generation, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (await Available(generation, cancellation))
            {
                while (generation.Steps.TryRead(out var tokens)) yield return tokens;
            }
        }
        finally
        {
            generation.Cancel();
        }
    }

    /// <summary>Adds a token to its choice; a chain that has met a stop text is freed.</summary>
    public static (string? Reasoning, string? Content) Accept(Generation generation, Choice choice, in ChainToken token)
    {
        if (choice.FinishReason is not null) return default; // tokens that were on their way when it was freed
        var added = choice.Accept(token);
        if (choice.MetStop) generation.CancelChain(choice.Index);
        return added;
    }

    public static Usage UsageOf(Generation generation, IReadOnlyList<Choice> choices)
    {
        var completion = choices.Sum(choice => choice.Tokens.Count);
        return new Usage
        {
            PromptTokens = generation.Request.Prompt.Length,
            CompletionTokens = completion,
            TotalTokens = generation.Request.Prompt.Length + completion,
            PromptTokensDetails = new() { CachedTokens = generation.CachedTokens },
            CompletionTokensDetails = new() { ReasoningTokens = choices.Sum(choice => choice.ReasoningTokens) },
        };
    }

    public static long FreshSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);

    private static async ValueTask<bool> Available(Generation generation, CancellationToken cancellation)
    {
        try
        {
            return await generation.Steps.WaitToReadAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw ApiException.Unavailable($"the engine ended before the answer did: {e.Message}", TimeSpan.FromSeconds(1), e);
        }
    }
}
