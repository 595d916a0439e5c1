using System.ComponentModel;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>How an answer is reached for tenants that say nothing else; one <c>SingleChain</c> unless said.</summary>
public sealed record StrategySpec
{
    public required StrategyKind Kind { get; init; }

    /// <summary>Chains that vote: 1 for <c>SingleChain</c>, else 5 unless said.</summary>
    public int? Votes { get; init; }
    public StopSpec? Stop { get; init; }
}

[Description("a strategy")]
public enum StrategyKind
{
    SingleChain,
    MajorityVote,
    WeightedVote,
    BestOfN,
    BeamSearch,
    TreeSearch,
    Revision,
}

public static class StrategyKinds
{
    /// <summary>The strategies this version serves; the others are names it knows.</summary>
    public static IReadOnlyList<StrategyKind> Available { get; } = [StrategyKind.SingleChain, StrategyKind.MajorityVote];
}

/// <summary>When a vote may end before every chain is cast.</summary>
public sealed record StopSpec
{
    /// <summary><c>Beta</c> unless said, <c>None</c> where nothing votes.</summary>
    public StopRule? Rule { get; init; }

    /// <summary>Of <c>Beta</c>: P(the leader stays ahead) that ends the vote; 0.95 unless said.</summary>
    public double? Confidence { get; init; }

    /// <summary>Of <c>Window</c>: how many votes in a row must agree; 5 unless said.</summary>
    public int? Window { get; init; }
}

[Description("a stop rule")]
public enum StopRule
{
    None,
    Beta,
    Window,
    Majority,
}

/// <summary>What one chain may spend.</summary>
public sealed record BudgetSpec
{
    /// <summary>Tokens a chain may think; 8192 unless said.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Tokens a chain may answer in; 1024 unless said.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>Of the whole request; 120s unless said.</summary>
    public Duration? Deadline { get; init; }

    /// <summary><c>ForceAnswer</c> unless said.</summary>
    public WhenSpent? WhenSpent { get; init; }
}

[Description("a way to end a spent budget")]
public enum WhenSpent
{
    /// <summary>Close the thinking and ask for the answer: a chain cut by its budget still votes.</summary>
    ForceAnswer,
    Truncate,
    Fail,
}
