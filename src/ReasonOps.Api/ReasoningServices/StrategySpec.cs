using System.ComponentModel;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>How an answer is reached for tenants that say nothing else; one <c>SingleChain</c> unless said.</summary>
[Rule("self.kind != 'SingleChain' || !has(self.votes) || self.votes == 1", "SingleChain casts 1 vote; use MajorityVote or take votes away")]
public sealed record StrategySpec
{
    /// <summary>What is done with a question.</summary>
    public required StrategyKind Kind { get; init; }

    /// <summary>Chains that vote: 1 for <c>SingleChain</c>, else 5 unless said.</summary>
    [Bounds(1, StrategyRules.MostVotes)]
    public int? Votes { get; init; }

    /// <summary>When a vote may end before every chain is cast.</summary>
    public StopSpec? Stop { get; init; }
}

[Description("a strategy")]
public enum StrategyKind
{
    /// <summary>One chain, whose answer is the answer.</summary>
    SingleChain,

    /// <summary>Several chains think, and the answer that most of them give wins.</summary>
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
    /// <summary>The rule; <c>Beta</c> unless said, <c>None</c> where nothing votes.</summary>
    public StopRule? Rule { get; init; }

    /// <summary>Of <c>Beta</c>: the probability that the leader stays ahead which ends the vote, between 0.5 and 1; 0.95 unless said.</summary>
    [Bounds(0.5, 1, ExcludeLeast = true, ExcludeMost = true, Says = "between 0.5 and 1 (both excluded); 0.95 is usual")]
    public double? Confidence { get; init; }

    /// <summary>Of <c>Window</c>: how many votes in a row must agree; 5 unless said.</summary>
    [Bounds(2, StrategyRules.MostVotes)]
    public int? Window { get; init; }
}

[Description("a stop rule")]
public enum StopRule
{
    /// <summary>Every chain is cast.</summary>
    None,

    /// <summary>Once the leader stays ahead with a given probability.</summary>
    Beta,

    /// <summary>Once so many votes in a row agree.</summary>
    Window,

    /// <summary>Once the votes that are left cannot change the winner.</summary>
    Majority,
}

/// <summary>What one chain may spend.</summary>
public sealed record BudgetSpec
{
    /// <summary>Tokens a chain may think; 8192 unless said.</summary>
    [Bounds(1, StrategyRules.MostTokens)]
    public int? ReasoningTokens { get; init; }

    /// <summary>Tokens a chain may answer in; 1024 unless said.</summary>
    [Bounds(1, StrategyRules.MostTokens)]
    public int? AnswerTokens { get; init; }

    /// <summary>How long the whole request may take, at most 24h; 120s unless said.</summary>
    [Lasting(StrategyRules.LongestDeadline), FilledIn("120s")]
    public Duration? Deadline { get; init; }

    /// <summary>What happens to a chain that has thought all its tokens; <c>ForceAnswer</c> unless said.</summary>
    [FilledIn(nameof(ReasoningServices.WhenSpent.ForceAnswer))]
    public WhenSpent? WhenSpent { get; init; }
}

[Description("a way to end a spent budget")]
public enum WhenSpent
{
    /// <summary>Close the thinking and ask for the answer: a chain cut by its budget still votes.</summary>
    ForceAnswer,

    /// <summary>End the chain without a vote.</summary>
    Truncate,

    /// <summary>End the request with an error.</summary>
    Fail,
}
