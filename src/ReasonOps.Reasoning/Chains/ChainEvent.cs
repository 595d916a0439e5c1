namespace ReasonOps.Reasoning.Chains;

/// <summary>
/// What a sampler reports of a chain, in order: any number of texts, then one end. A few tokens without any text are the marks
/// that end the thinking and the answer: they are counted and cut nothing.
/// </summary>
public abstract record ChainEvent(int Chain)
{
    /// <summary>More thinking: text and the tokens it took; how sure each was, where that was asked for and the engine tells.</summary>
    public sealed record Thought(int Chain, string Text, int Tokens, IReadOnlyList<double>? Confidences = null) : ChainEvent(Chain);

    /// <summary>More of the answer: text and the tokens it took; how sure each was, where that was asked for and the engine tells.</summary>
    public sealed record Said(int Chain, string Text, int Tokens, IReadOnlyList<double>? Confidences = null) : ChainEvent(Chain);

    /// <summary>Tokens that the next texts are made of, where that was asked for and the engine tells; marks that are in no text too.</summary>
    public sealed record Drawn(int Chain, IReadOnlyList<DrawnToken> Tokens) : ChainEvent(Chain);

    /// <summary>Nothing more comes of this chain.</summary>
    /// <param name="Weights">The version of the model that drew it, where the engine says one.</param>
    public sealed record Ended(int Chain, ChainEnd End, string? Reason = null, string? Weights = null) : ChainEvent(Chain);

    /// <summary>What the engine says the prompt took; once a request. Chain is the request's first.</summary>
    public sealed record Prompted(int Chain, int Tokens, int CachedTokens) : ChainEvent(Chain);
}

public enum ChainEnd
{
    /// <summary>The model ended its answer.</summary>
    Stopped,

    /// <summary>Cut by a limit on tokens.</summary>
    Length,

    /// <summary>It came to the end of the step it was drawn for: more can follow, and it has no vote.</summary>
    Step,

    /// <summary>The engine was lost, or has no room; the chain has no vote.</summary>
    Failed,

    /// <summary>No longer needed.</summary>
    Cancelled,

    /// <summary>The engine finds the question itself at fault, so no other chain of it can be had either. The reason is in the engine's own words.</summary>
    Refused,
}
