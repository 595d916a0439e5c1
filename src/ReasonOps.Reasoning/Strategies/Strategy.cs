using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Strategies.BeamSearch;
using ReasonOps.Reasoning.Strategies.BestOfN;
using ReasonOps.Reasoning.Strategies.Cascade;
using ReasonOps.Reasoning.Strategies.ComputeOptimal;
using ReasonOps.Reasoning.Strategies.ConfidenceFilter;
using ReasonOps.Reasoning.Strategies.DiverseTree;
using ReasonOps.Reasoning.Strategies.Judge;
using ReasonOps.Reasoning.Strategies.Lookahead;
using ReasonOps.Reasoning.Strategies.MajorityVote;
using ReasonOps.Reasoning.Strategies.MonteCarlo;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Revision;
using ReasonOps.Reasoning.Strategies.SingleChain;
using ReasonOps.Reasoning.Strategies.TreeSearch;
using ReasonOps.Reasoning.Strategies.WeightedVote;

namespace ReasonOps.Reasoning.Strategies;

public static class Strategy
{
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "SingleChain",
        "MajorityVote",
        "WeightedVote",
        "BestOfN",
        "ConfidenceFilter",
        "Revision",
        "Judge",
        "Cascade",
        "ComputeOptimal",
        "BeamSearch",
        "DiverseTree",
        "Lookahead",
        "MonteCarlo",
        "TreeSearch",
    ];

    /// <exception cref="ArgumentException">The kind is unknown, or a number out of range.</exception>
    public static IStrategy Create(StrategySettings settings) => settings.Kind switch
    {
        "SingleChain" => new SingleChainStrategy(MinReasoning(settings)),
        _ when settings.Votes < 1 => throw new ArgumentException($"votes: {settings.Votes} is not 1 or more", nameof(settings)),
        "MajorityVote" => new MajorityVoteStrategy(settings.Votes, settings.Stop, settings.Equivalence),
        "WeightedVote" => new WeightedVoteStrategy(settings.Votes, Worth(settings), settings.Equivalence),
        "BestOfN" when settings.Reward.By == Ranking.Verifier => new FirstPassedStrategy(settings.Votes, settings.Equivalence),
        "BestOfN" => new BestOfNStrategy(settings.Votes, Worth(settings), settings.Equivalence),
        "ConfidenceFilter" => new ConfidenceFilterStrategy(settings.Votes, Confident(settings.Confidence), settings.Equivalence),
        "Revision" => new RevisionStrategy(settings.Votes, settings.Equivalence),
        "Judge" => new JudgeStrategy(settings.Votes, settings.Equivalence),
        "Cascade" => CascadeStrategy.Create(settings),
        "ComputeOptimal" => ComputeOptimalStrategy.Create(settings),
        "BeamSearch" => new BeamSearchStrategy(Searching(settings)),
        "DiverseTree" => new DiverseTreeStrategy(Searching(settings)),
        "Lookahead" => new LookaheadStrategy(Searching(settings)),
        "MonteCarlo" => new MonteCarloStrategy(Searching(settings)),
        "TreeSearch" => new TreeSearchStrategy(Searching(settings)),
        _ => throw new ArgumentException($"kind: \"{settings.Kind}\" is not a strategy; use one of {string.Join(", ", Kinds)}", nameof(settings)),
    };

    private static int MinReasoning(StrategySettings settings) => settings.MinReasoningTokens >= 0
        ? settings.MinReasoningTokens
        : throw new ArgumentException($"minReasoningTokens: {settings.MinReasoningTokens} is not 0 or more", nameof(settings));

    private static Valuation Worth(StrategySettings settings) => new(settings.Reward, Confident(settings.Confidence).Window);

    private static ConfidenceOptions Confident(ConfidenceOptions options) =>
        options.Window < 1 ? throw new ArgumentException($"confidence.window: {options.Window} is not 1 or more", nameof(options))
        : options.WarmUp < 1 ? throw new ArgumentException($"confidence.warmUp: {options.WarmUp} is not 1 or more", nameof(options))
        : options.Keep is not (> 0 and <= 1) ? throw new ArgumentException(FormattableString.Invariant($"confidence.keep: {options.Keep} is not above 0 and at most 1"), nameof(options))
        : options;

    private static StrategySettings Searching(StrategySettings settings) => settings with { Search = settings.Search.Checked() };
}
