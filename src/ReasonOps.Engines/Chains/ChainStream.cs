using ReasonOps.Engines.Runtimes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Chains;

/// <summary>Reads the chunks of one request's stream into the events of its chains.</summary>
internal sealed class ChainStream
{
    private readonly ChainReader[] _chains;
    private readonly Action<ChainEvent> _report;
    private readonly int _first;

    /// <param name="reportsPrompt">Of requests that share a prompt one reports it.</param>
    /// <param name="weights">The version that the engine serves, unless its answers say one.</param>
    public ChainStream(ChainsRequest asked, EngineRuntime runtime, bool reportsPrompt, Action<ChainEvent> report, string? weights = null)
    {
        (_first, Prompted) = (asked.First, !reportsPrompt);
        _report = e =>
        {
            Started |= e is not ChainEvent.Prompted;
            report(e);
        };
        // A server that cannot be told to go on may start anew, and think again although its thinking was closed.
        var closed = asked.Continues is { Closed: true } && runtime.Extensions;
        var place = asked.Continues is { Closed: false } ? ThinkSplitter.Place.Thinking : ThinkSplitter.Place.Start;
        _chains = [.. Enumerable.Range(asked.First, asked.Count).Select(chain =>
            new ChainReader(
            chain, closed, runtime.ThinkTags ? new ThinkSplitter(place) : null, asked.Confidences ? new TokenConfidences() : null, asked.Logprobs) { Weights = weights })];
    }

    /// <summary>A chain has said something: it can no longer be drawn elsewhere.</summary>
    public bool Started { get; private set; }

    /// <summary>The prompt's figures are reported, or another's to report.</summary>
    public bool Prompted { get; private set; }

    public int Running => _chains.Count(chain => !chain.Ended);

    public void Read(ChatResponse chunk)
    {
        ReadPrompt(chunk.Usage);
        if (chunk.Weights is { } weights) foreach (var chain in _chains) chain.Weights = weights;
        // Of one chain the engine says how many of its tokens were thought.
        var thought = _chains.Length == 1 ? chunk.Usage?.CompletionTokensDetails?.ReasoningTokens : null;
        foreach (var choice in chunk.Choices.Where(choice => choice.Index >= 0 && choice.Index < _chains.Length))
        {
            if (choice.Message is null) _chains[choice.Index].Read(choice, _report);
            else _chains[choice.Index].ReadWhole(choice, thought, chunk.Usage?.CompletionTokens / _chains.Length, _report);
        }
    }

    /// <summary>Fails what has not ended.</summary>
    public void Fail(ChainEnd end, string reason)
    {
        foreach (var chain in _chains) chain.Fail(end, reason, _report);
    }

    private void ReadPrompt(Usage? usage)
    {
        if (Prompted || usage is not { PromptTokens: > 0 }) return;
        Prompted = true;
        _report(new ChainEvent.Prompted(_first, usage.PromptTokens, Math.Clamp(usage.PromptTokensDetails?.CachedTokens ?? 0, 0, usage.PromptTokens)));
    }
}
