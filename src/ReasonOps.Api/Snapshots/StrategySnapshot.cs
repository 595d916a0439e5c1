namespace ReasonOps.Api.Snapshots;

/// <summary>What strategies are made of, each reading what concerns it; what is absent is as the strategies have it.</summary>
public sealed record StrategySnapshot
{
    public int MinReasoningTokens { get; init; }
    public RewardSnapshot? Reward { get; init; }
    public ConfidenceSnapshot? Confidence { get; init; }
    public SearchSnapshot? Search { get; init; }
    public CascadeSnapshot? Cascade { get; init; }

    /// <summary>Of <c>ComputeOptimal</c>: the first chains.</summary>
    public int? Probe { get; init; }

    /// <summary>Of <c>ComputeOptimal</c>, from the easiest questions to the hardest.</summary>
    public IReadOnlyList<ComputeRowSnapshot>? Table { get; init; }
}

/// <param name="By"><c>Outcome</c>, <c>Process</c>, <c>Verifier</c> or <c>Confidence</c>.</param>
/// <param name="Aggregate"><c>Last</c>, <c>Min</c> or <c>Product</c>.</param>
public sealed record RewardSnapshot(string Aggregate, string By);

/// <param name="Window">Tokens that are judged together.</param>
/// <param name="WarmUp">Chains that are drawn whole first.</param>
/// <param name="Keep">Share of them above the bar, 0..1.</param>
public sealed record ConfidenceSnapshot(int Window, int WarmUp, double Keep);

public sealed record SearchSnapshot(int Beams, int Depth, int Lookahead, int Completions, double Exploration, int Branching);

/// <param name="Below">Agreement below which the second takes over, 0..1.</param>
public sealed record CascadeSnapshot(string First, int FirstVotes, double Below, string Then);

/// <param name="Agreement">Of the first chains, at least, 0..1.</param>
public sealed record ComputeRowSnapshot(double Agreement, string Strategy, int Votes);
