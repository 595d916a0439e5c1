using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Gateway.Strategies;

/// <summary>What a strategy can take at the very most, in whole chains: what a request sets aside, and what a search is held to.</summary>
internal static class WholeChains
{
    public static long Most(StrategySettings settings) => settings.Kind switch
    {
        "Cascade" => Math.Min(settings.Cascade.FirstVotes, settings.Votes) + Most(settings, settings.Cascade.Then, settings.Votes),
        "ComputeOptimal" => Math.Min(settings.Probe, settings.Votes) + settings.Table.Max(row => Most(settings, row.Strategy, row.Votes)),
        // Each step that is gone on from may be looked beyond.
        "Lookahead" => settings.Votes * (1L + settings.Search.Lookahead),
        // Steps that are not completed, beside those that are.
        "MonteCarlo" => (long)settings.Votes + settings.Search.Branching,
        "TreeSearch" => 2L * settings.Votes,
        _ => settings.Votes,
    };

    /// <summary>Its chains end where the strategy says, so that the number of votes alone bounds no tokens.</summary>
    public static bool IsSearch(StrategySettings settings) =>
        SettingsReader.Parts(settings).Any(kind => kind is "BeamSearch" or "DiverseTree" or "Lookahead" or "MonteCarlo" or "TreeSearch");

    private static long Most(StrategySettings settings, string kind, int votes) =>
        Most(settings with { Kind = kind, Votes = Math.Min(votes, settings.Votes) });
}
