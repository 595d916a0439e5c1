using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

public enum RunEnd
{
    /// <summary>The winner ended its answer.</summary>
    Answered,

    /// <summary>The winner's answer or thinking was cut.</summary>
    Length,

    /// <summary>Time was up; there is a winner if any chain had ended.</summary>
    DeadlineReached,

    /// <summary>A budget was spent that was to fail the run.</summary>
    BudgetSpent,

    /// <summary>No chain could be had.</summary>
    Failed,

    /// <summary>An engine refused the question; the reason is in its own words.</summary>
    Refused,
}

/// <summary>How a run ended and what it took.</summary>
public sealed record RunResult
{
    public required RunEnd End { get; init; }

    public required Chain? Winner { get; init; }

    /// <summary>Exactly the texts of all <see cref="RunEvent.Said"/>; without a winner, what was said before it was over.</summary>
    public required string Content { get; init; }

    /// <summary>The winner's thinking; without a winner, what the leading chain had thought.</summary>
    public required string Reasoning { get; init; }

    /// <summary>Every chain that was started, by index; failed and cancelled ones too.</summary>
    public required IReadOnlyList<Chain> Chains { get; init; }

    /// <summary>Votes that might have been cast.</summary>
    public required int Asked { get; init; }
    public required int Cast { get; init; }
    public required double Agreement { get; init; }

    /// <summary>The rule that ended the vote early, if one did.</summary>
    public required string? Stopped { get; init; }

    /// <summary>What the caller should know of how the answer was found; see <see cref="Strategies.Outcome.Notes"/>.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>As the engine first reported it; later waves send the same prompt again.</summary>
    public required int PromptTokens { get; init; }
    public required int CachedTokens { get; init; }
    public required TokenCounts Tokens { get; init; }

    /// <summary>Why, where <see cref="End"/> is not an answer.</summary>
    public required string? FailureReason { get; init; }
}

/// <summary>Generated tokens, counted here.</summary>
/// <param name="Winner">The winner's, thinking and answer: of its whole path, whichever chains drew it.</param>
/// <param name="WinnerReasoning">Those of them it thought.</param>
/// <param name="Spent">Everything the engines sent, of all chains; what they sent beyond a budget too, and what the judge took.</param>
/// <param name="SpentReasoning">Those of them that were thinking.</param>
/// <param name="Cancelled">Those of <paramref name="Spent"/> that belong to chains cancelled in flight.</param>
public sealed record TokenCounts(int Winner, int WinnerReasoning, int Spent, int SpentReasoning, int Cancelled);
