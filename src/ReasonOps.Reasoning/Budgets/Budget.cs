namespace ReasonOps.Reasoning.Budgets;

/// <summary>What is done with a chain that has spent its thinking budget.</summary>
public enum WhenSpent
{
    /// <summary>Its thinking is closed and it is asked for its answer; it still votes.</summary>
    ForceAnswer,

    /// <summary>It ends there, without a vote.</summary>
    Truncate,

    /// <summary>The whole run ends there.</summary>
    Fail,
}

/// <summary>How much one run may take.</summary>
/// <param name="ReasoningTokens">Tokens each chain may think.</param>
/// <param name="AnswerTokens">Tokens each chain may answer in.</param>
/// <param name="RequestTokens">Tokens of all chains together; null: without limit.</param>
/// <param name="Deadline">From the start of the run; null: none.</param>
public sealed record Budget(int ReasoningTokens, int AnswerTokens, int? RequestTokens, TimeSpan? Deadline, WhenSpent WhenSpent)
{
    public int ReasoningTokens { get; init; } = AtLeast(0, ReasoningTokens, nameof(ReasoningTokens));
    public int AnswerTokens { get; init; } = AtLeast(1, AnswerTokens, nameof(AnswerTokens));
    public int? RequestTokens { get; init; } = RequestTokens is { } tokens ? AtLeast(1, tokens, nameof(RequestTokens)) : null;
    public TimeSpan? Deadline { get; init; } = Deadline is not { } deadline || deadline >= TimeSpan.Zero
        ? Deadline
        : throw new ArgumentOutOfRangeException(nameof(Deadline), deadline, "a deadline is zero or more");

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"must be at least {least}");
}
