namespace ReasonOps.Reasoning.Chains;

/// <summary>An ended chain: what it thought, what it said, and the vote in it.</summary>
public sealed record Chain
{
    public required int Index { get; init; }
    public string Reasoning { get; init; } = "";
    public string Content { get; init; } = "";

    /// <summary>The answer its format finds in <see cref="Content"/>; null: it votes for no one.</summary>
    public string? Answer { get; init; }

    /// <summary>Tokens of <see cref="Reasoning"/>, never more than the budget. What an engine sent beyond is spent, but not the chain's.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Tokens of <see cref="Content"/>, never more than the budget.</summary>
    public int AnswerTokens { get; init; }
    public ChainEnd End { get; init; }

    /// <summary>Its thinking was closed by the budget.</summary>
    public bool Forced { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    public int Tokens => ReasoningTokens + AnswerTokens;

    /// <summary>It came to an end of its own or of its budget, so its vote is cast.</summary>
    public bool Ran => End is ChainEnd.Stopped or ChainEnd.Length;
}
