using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Staging;

namespace ReasonOps.Reasoning.Strategies.Cascade;

/// <summary>
/// A cheap strategy first, a stronger one only where the first's chains agree too little or a verifier finds against them (after
/// arXiv:2310.03094, with one model).
/// </summary>
internal static class CascadeStrategy
{
    public static IStrategy Create(StrategySettings settings)
    {
        var (first, firstVotes, below, then) = settings.Cascade;
        if (!Stage.Voting.Contains(first))
            throw new ArgumentException($"cascade.first: \"{first}\" does not vote with whole chains; use one of {string.Join(", ", Stage.Voting.Order())}");
        if (firstVotes < 1) throw new ArgumentException($"cascade.firstVotes: {firstVotes} is not 1 or more");
        if (below is not (>= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"cascade.below: {below} is not from 0 to 1"));
        var second = Stage.Create(settings, then, settings.Votes, "cascade.then");
        return new StagedStrategy(
            Stage.Create(settings, first, firstVotes, "cascade.first").Strategy, [second], agreement => agreement >= below ? null : second);
    }
}
