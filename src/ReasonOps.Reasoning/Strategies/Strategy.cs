using ReasonOps.Reasoning.Strategies.BeamSearch;
using ReasonOps.Reasoning.Strategies.DiverseTree;
using ReasonOps.Reasoning.Strategies.Lookahead;
using ReasonOps.Reasoning.Strategies.MajorityVote;
using ReasonOps.Reasoning.Strategies.MonteCarlo;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.SingleChain;
using ReasonOps.Reasoning.Strategies.TreeSearch;

namespace ReasonOps.Reasoning.Strategies;

public static class Strategy
{
    public static IReadOnlyList<string> Kinds { get; } = 
    [
        "SingleChain", "MajorityVote",
        "BeamSearch", "DiverseTree", "Lookahead", "MonteCarlo", "TreeSearch",
    ];

    /// <exception cref="ArgumentException">The kind is unknown, or a number out of range.</exception>
    public static IStrategy Create(StrategySettings settings) => settings.Kind switch
    {
        "SingleChain" => new SingleChainStrategy(),
        _ when settings.Votes < 1 => throw new ArgumentException($"votes: {settings.Votes} is not 1 or more", nameof(settings)),
        "MajorityVote" => new MajorityVoteStrategy(settings.Votes, settings.Stop, settings.Equivalence),
        "BeamSearch" => new BeamSearchStrategy(Searching(settings)),
        "DiverseTree" => new DiverseTreeStrategy(Searching(settings)),
        "Lookahead" => new LookaheadStrategy(Searching(settings)),
        "MonteCarlo" => new MonteCarloStrategy(Searching(settings)),
        "TreeSearch" => new TreeSearchStrategy(Searching(settings)),
        _ => throw new ArgumentException($"kind: \"{settings.Kind}\" is not a strategy; use one of {string.Join(", ", Kinds)}", nameof(settings)),
    };

    private static StrategySettings Searching(StrategySettings settings) => settings with { Search = settings.Search.Checked() };
}
