using System.ComponentModel;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>How an answer is reached for tenants that say nothing else; one <c>SingleChain</c> unless said.</summary>
[Rule("self.kind != 'SingleChain' || !has(self.votes) || self.votes == 1", "SingleChain casts 1 vote; use MajorityVote or take votes away")]
public sealed record StrategySpec : StrategyFields
{
    /// <summary>What is done with a question.</summary>
    public required StrategyKind Kind { get; init; }

    /// <summary>Chains that may come to an answer, the unit of what a question costs: 1 for <c>SingleChain</c>, else 5 unless said.</summary>
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

    /// <summary>As <c>MajorityVote</c>, each vote weighed by a reward model or by how sure the model was.</summary>
    WeightedVote,

    /// <summary>Several chains think; a reward model picks the best, or a verifier the first that is right.</summary>
    BestOfN,

    /// <summary>As <c>MajorityVote</c>, without chains of which the model itself is unsure; they are ended early.</summary>
    ConfidenceFilter,

    /// <summary>Chains grow a step at a time, and those that a reward model values most go on.</summary>
    BeamSearch,

    /// <summary>Several beam searches side by side that do not mix, so that they stay different.</summary>
    DiverseTree,

    /// <summary>As <c>BeamSearch</c>, each step valued by what comes a few steps after it.</summary>
    Lookahead,

    /// <summary>A step is valued by completing it several times.</summary>
    MonteCarlo,

    /// <summary>A tree of steps, gone down again and again where it promises most.</summary>
    TreeSearch,

    /// <summary>One attempt after another, each told what was wrong with the one before.</summary>
    Revision,

    /// <summary>A second model compares answers two by two.</summary>
    Judge,

    /// <summary>A cheap strategy first, a stronger one only where its votes disagree.</summary>
    Cascade,

    /// <summary>A few chains tell how hard the question is, and a table what is then done.</summary>
    ComputeOptimal,
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
