using System.ComponentModel;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>What strategies are made of, each reading what concerns it: the service's own, and what a tenant has instead.</summary>
[Rule("!has(self.table) || self.table.exists(row, row.agreement == 0.0)", "table has no row for agreement 0, so that nothing is done with the hardest questions; add one")]
public abstract record StrategyFields
{
    /// <summary>Of <c>SingleChain</c>: a chain that closes its thinking after fewer tokens is told to go on; 0, which lets it, unless said.</summary>
    [Bounds(0, StrategyRules.MostTokens)]
    public int? MinReasoningTokens { get; init; }

    /// <summary>What <c>WeightedVote</c>, <c>BestOfN</c>, <c>MonteCarlo</c> and <c>TreeSearch</c> go by, and how the rewards of steps become one.</summary>
    public RewardSpec? Reward { get; init; }

    /// <summary>Of <c>ConfidenceFilter</c>.</summary>
    public ConfidenceSpec? Confidence { get; init; }

    /// <summary>Of the strategies that work by steps.</summary>
    public SearchSpec? Search { get; init; }

    /// <summary>Of <c>Cascade</c>.</summary>
    public CascadeSpec? Cascade { get; init; }

    /// <summary>Of <c>ComputeOptimal</c>: the first chains, whose agreement tells how hard the question is; 4 unless said.</summary>
    [Bounds(1, StrategyRules.MostVotes)]
    public int? Probe { get; init; }

    /// <summary>Of <c>ComputeOptimal</c>, from the easiest questions to the hardest: what is done with each; made by <c>reasonops tune</c>.</summary>
    [Length(1, 16, IfEmpty = "is empty; give a row for agreement 0 at least, or leave it out")]
    public IReadOnlyList<ComputeRowSpec>? Table { get; init; }
}

/// <summary>What strategies that rank chains go by.</summary>
public sealed record RewardSpec
{
    /// <summary>
    /// What votes are weighed by and the best is picked by. Unless said: <c>Process</c> where <c>scoring.process</c> is given, else
    /// <c>Outcome</c> where <c>scoring.outcome</c> is, else <c>Verifier</c> where <c>verification</c> is, else <c>Confidence</c>.
    /// </summary>
    public Ranking? By { get; init; }

    /// <summary>How the rewards of a chain's steps become one of the chain; <c>Last</c> unless said.</summary>
    public RewardAggregate? Aggregate { get; init; }
}

[Description("a ranking")]
public enum Ranking
{
    /// <summary>The reward of the whole chain.</summary>
    Outcome,

    /// <summary>The rewards of its steps.</summary>
    Process,

    /// <summary>A verifier: with BestOfN the first chain that passes its check wins, with WeightedVote those that fail theirs weigh nothing.</summary>
    Verifier,

    /// <summary>How sure the model was of its tokens.</summary>
    Confidence,
}

[Description("a way to put rewards of steps together")]
public enum RewardAggregate
{
    /// <summary>That of the last step.</summary>
    Last,

    /// <summary>The least of them.</summary>
    Min,

    /// <summary>All of them, multiplied.</summary>
    Product,
}

/// <summary>How <c>ConfidenceFilter</c> tells chains apart of which the model is unsure.</summary>
public sealed record ConfidenceSpec
{
    /// <summary>Tokens in a row that are judged together; 128 unless said.</summary>
    [Bounds(1, StrategyRules.MostTokens)]
    public int? Window { get; init; }

    /// <summary>Chains that are drawn whole before the bar is set; 4 unless said.</summary>
    [Bounds(1, StrategyRules.MostVotes)]
    public int? WarmUp { get; init; }

    /// <summary>Share of the warm-up chains that lie above the bar, above 0 and at most 1; 0.5 unless said.</summary>
    [Bounds(0, 1, ExcludeLeast = true, Says = "above 0 and at most 1; 0.5 is usual")]
    public double? Keep { get; init; }
}

/// <summary>How strategies search that work by steps.</summary>
public sealed record SearchSpec
{
    /// <summary>Of <c>BeamSearch</c> and <c>Lookahead</c>: partial chains kept at each depth; of <c>DiverseTree</c>: subtrees; of <c>TreeSearch</c>: visits at a time. 4 unless said.</summary>
    [Bounds(1, StrategyRules.MostVotes)]
    public int? Beams { get; init; }

    /// <summary>The most steps before a chain goes on to its own end; 16 unless said.</summary>
    [Bounds(1, 1000)]
    public int? Depth { get; init; }

    /// <summary>Of <c>Lookahead</c>: steps drawn beyond a step to value it; 1 unless said.</summary>
    [Bounds(0, 16)]
    public int? Lookahead { get; init; }

    /// <summary>Of <c>MonteCarlo</c>: chains that a step's value is estimated from; 4 unless said.</summary>
    [Bounds(1, 64)]
    public int? Completions { get; init; }

    /// <summary>Of <c>TreeSearch</c>: how much what was seldom tried is preferred (PUCT's constant), 0 to 100; 1 unless said.</summary>
    [Bounds(0, 100)]
    public double? Exploration { get; init; }

    /// <summary>Of <c>MonteCarlo</c> and <c>TreeSearch</c>: steps drawn at a place; 4 unless said.</summary>
    [Bounds(1, 64)]
    public int? Branching { get; init; }
}

/// <summary>What <c>Cascade</c> tries first, and what then.</summary>
public sealed record CascadeSpec
{
    /// <summary>What is tried first, with whole chains; <c>MajorityVote</c> unless said.</summary>
    [Among(StrategyKind.MajorityVote, StrategyKind.WeightedVote, StrategyKind.BestOfN, StrategyKind.ConfidenceFilter, StrategyKind.Judge)]
    public StrategyKind? First { get; init; }

    /// <summary>Votes of what is tried first; 3 unless said.</summary>
    [Bounds(1, StrategyRules.MostVotes)]
    public int? FirstVotes { get; init; }

    /// <summary>Agreement below which the second takes over, 0 to 1; 0.67 unless said.</summary>
    [Bounds(0, 1)]
    public double? Below { get; init; }

    /// <summary>What takes over; <c>WeightedVote</c> unless said.</summary>
    [Among(StrategyKind.SingleChain, StrategyKind.MajorityVote, StrategyKind.WeightedVote, StrategyKind.BestOfN, StrategyKind.ConfidenceFilter,
        StrategyKind.BeamSearch, StrategyKind.DiverseTree, StrategyKind.Lookahead, StrategyKind.MonteCarlo, StrategyKind.TreeSearch, StrategyKind.Revision,
        StrategyKind.Judge)]
    public StrategyKind? Then { get; init; }
}

/// <summary>What <c>ComputeOptimal</c> does with questions so hard.</summary>
public sealed record ComputeRowSpec
{
    /// <summary>The first chains agree at least so much, 0 to 1, and less than the row before asks for.</summary>
    [Bounds(0, 1)]
    public required double Agreement { get; init; }

    /// <summary>What is then done.</summary>
    [Among(StrategyKind.SingleChain, StrategyKind.MajorityVote, StrategyKind.WeightedVote, StrategyKind.BestOfN, StrategyKind.ConfidenceFilter,
        StrategyKind.BeamSearch, StrategyKind.DiverseTree, StrategyKind.Lookahead, StrategyKind.MonteCarlo, StrategyKind.TreeSearch, StrategyKind.Revision,
        StrategyKind.Judge)]
    public required StrategyKind Strategy { get; init; }

    /// <summary>With so many votes, those of the first chains included.</summary>
    [Bounds(1, StrategyRules.MostVotes)]
    public required int Votes { get; init; }
}
