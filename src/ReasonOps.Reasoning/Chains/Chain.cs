using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Chains;

/// <summary>An ended chain: what it thought, what it said, the vote in it, and what has been found out about it since.</summary>
public sealed record Chain
{
    public required int Index { get; init; }

    /// <summary>How it was asked for: a search tells its steps from its rollouts by it.</summary>
    public Draft Draft { get; init; } = Draft.Fresh;

    /// <summary>The chain whose thinking it went on from; its own <see cref="Reasoning"/> begins with that one's. Null: it began at the question.</summary>
    public int? Parent { get; init; }

    /// <summary>All of the path, what its parent thought included.</summary>
    public string Reasoning { get; init; } = "";
    public string Content { get; init; } = "";

    /// <summary>The answer its format finds in <see cref="Content"/>; null: it votes for no one.</summary>
    public string? Answer { get; init; }

    /// <summary>Tokens of <see cref="Reasoning"/>, never more than the budget. What an engine sent beyond is spent, but not the chain's.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Those of <see cref="ReasoningTokens"/> that its parent had thought: no engine drew them again.</summary>
    public int InheritedTokens { get; init; }

    /// <summary>Tokens of <see cref="Content"/>, never more than the budget.</summary>
    public int AnswerTokens { get; init; }
    public ChainEnd End { get; init; }

    /// <summary>Its thinking was closed by the budget.</summary>
    public bool Forced { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>How sure the model was; null unless the strategy watches it and the engine tells.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>The tokens that were drawn for it, its parent's not among them; null unless the runner asks for them and the engine tells.</summary>
    public IReadOnlyList<DrawnToken>? Drawn { get; init; }

    /// <summary>The version of the model that drew it, where the engine says one.</summary>
    public string? Weights { get; init; }

    /// <summary>By the reward models that were asked; null of those that were not.</summary>
    public Reward? Outcome { get; init; }
    public Reward? Process { get; init; }

    /// <summary>What the verifier said of it; null while it has not been asked.</summary>
    public CheckResult? Check { get; init; }

    public int Tokens => ReasoningTokens + AnswerTokens;

    /// <summary>It came to an end of its own or of its budget, so its vote is cast.</summary>
    public bool Ran => End is ChainEnd.Stopped or ChainEnd.Length;
}
