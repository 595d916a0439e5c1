using System.Collections.Frozen;
using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Reasoning.Strategies.Staging;

/// <summary>A strategy that follows another.</summary>
/// <param name="Shares">It counts the chains that the one before has drawn; else it does not see them.</param>
internal sealed record Stage(string Kind, IStrategy Strategy, bool Shares)
{
    /// <summary>
    /// Those that draw whole chains from the question alone, so that the chains of one are as good as those of another. What others draw
    /// has another prompt, or is a part of a chain.
    /// </summary>
    public static FrozenSet<string> Voting { get; } = FrozenSet.ToFrozenSet(["MajorityVote", "WeightedVote", "BestOfN", "ConfidenceFilter", "Judge"]);

    private static readonly FrozenSet<string> Staged = FrozenSet.ToFrozenSet(["Cascade", "ComputeOptimal"]);

    /// <summary>With no more votes than the request has.</summary>
    /// <param name="field">Where the kind was read.</param>
    public static Stage Create(StrategySettings settings, string kind, int votes, string field) => Staged.Contains(kind)
        ? throw new ArgumentException($"{field}: \"{kind}\" is itself made of strategies; use any other", nameof(kind))
        : new(kind, Reasoning.Strategies.Strategy.Create(settings with { Kind = kind, Votes = Math.Min(votes, settings.Votes) }), Voting.Contains(kind));
}
