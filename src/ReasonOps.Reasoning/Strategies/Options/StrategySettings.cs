using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Options;

/// <summary>Everything a strategy is made of; each reads what concerns it.</summary>
public sealed record StrategySettings
{
    /// <summary>One of <see cref="Strategy.Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Chains that may come to an answer: votes, candidates, leaves of a search; 1 or more. The unit of compute.</summary>
    public required int Votes { get; init; }
    public StopRule Stop { get; init; } = new StopRule.None();
    public required IAnswerEquivalence Equivalence { get; init; }

    /// <summary>Of SingleChain: a chain that closes its thinking sooner is told to go on (s1, arXiv:2501.19393); 0: it may.</summary>
    public int MinReasoningTokens { get; init; }
    public RewardOptions Reward { get; init; } = new();
    public ConfidenceOptions Confidence { get; init; } = new();
    public SearchOptions Search { get; init; } = new();
    public CascadeOptions Cascade { get; init; } = new();

    /// <summary>Of ComputeOptimal: the first chains, whose agreement tells how hard the question is; 1 or more.</summary>
    public int Probe { get; init; } = 4;

    /// <summary>Of ComputeOptimal, hardest last; made by <c>tune</c>.</summary>
    public IReadOnlyList<ComputeRow> Table { get; init; } = ComputeRow.Untuned;
}

/// <param name="By">What WeightedVote weighs by and BestOfN picks by.</param>
public sealed record RewardOptions(Ranking By = Ranking.Process, RewardAggregate Aggregate = RewardAggregate.Last);

public enum Ranking
{
    Outcome,
    Process,

    /// <summary>BestOfN: the first chain that passes its check wins. WeightedVote: those that fail theirs weigh nothing.</summary>
    Verifier,

    /// <summary>How sure the model was of all its tokens.</summary>
    Confidence,
}

/// <param name="Window">Tokens of a group.</param>
/// <param name="WarmUp">Chains that are drawn whole before the bar is set; 1 or more.</param>
/// <param name="Keep">Share of the warm-up chains that lie on the bar or above, above 0 and at most 1.</param>
public sealed record ConfidenceOptions(int Window = 128, int WarmUp = 4, double Keep = 0.5);

/// <param name="First">What is tried first: MajorityVote, WeightedVote, BestOfN, ConfidenceFilter or Judge.</param>
/// <param name="FirstVotes">Its votes; no more of them count than the request has.</param>
/// <param name="Below">Agreement below which the second takes over, 0 to 1. A check goes before any agreement.</param>
/// <param name="Then">What takes over, with all votes; any but Cascade and ComputeOptimal.</param>
public sealed record CascadeOptions(string First = "MajorityVote", int FirstVotes = 3, double Below = 0.67, string Then = "WeightedVote");

/// <param name="Agreement">Of the first chains, at least, for this row to hold; 0 to 1.</param>
/// <param name="Strategy">What is done with questions so hard.</param>
public sealed record ComputeRow(double Agreement, string Strategy, int Votes)
{
    /// <summary>Until <c>tune</c> has seen the model: easy ones are over, hard ones get every vote.</summary>
    public static IReadOnlyList<ComputeRow> Untuned { get; } = [new(0.99, "MajorityVote", 4), new(0.5, "MajorityVote", 8), new(0, "WeightedVote", 16)];
}
