using ReasonOps.Reasoning.Strategies.MajorityVote;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.SingleChain;

namespace ReasonOps.Reasoning.Strategies;

public static class Strategy
{
    public static IReadOnlyList<string> Kinds { get; } = ["SingleChain", "MajorityVote"];

    /// <exception cref="ArgumentException">The kind is unknown, or a number out of range.</exception>
    public static IStrategy Create(StrategySettings settings) => settings.Kind switch
    {
        "SingleChain" => new SingleChainStrategy(),
        _ when settings.Votes < 1 => throw new ArgumentException($"votes: {settings.Votes} is not 1 or more", nameof(settings)),
        "MajorityVote" => new MajorityVoteStrategy(settings.Votes, settings.Stop, settings.Equivalence),
        _ => throw new ArgumentException($"kind: \"{settings.Kind}\" is not a strategy; use one of {string.Join(", ", Kinds)}", nameof(settings)),
    };
}
