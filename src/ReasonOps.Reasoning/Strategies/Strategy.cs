using ReasonOps.Reasoning.Strategies.MajorityVote;
using ReasonOps.Reasoning.Strategies.SingleChain;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies;

public static class Strategy
{
    public static IReadOnlyList<string> Kinds { get; } = ["SingleChain", "MajorityVote"];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="votes">Votes that may be cast, 1 or more; nothing to SingleChain.</param>
    /// <exception cref="ArgumentException">The kind is unknown, or <paramref name="votes"/> below 1.</exception>
    public static IStrategy Create(string kind, int votes, StopRule stop, IAnswerEquivalence equivalence) => kind switch
    {
        "SingleChain" => new SingleChainStrategy(),
        "MajorityVote" when votes >= 1 => new MajorityVoteStrategy(votes, stop, equivalence),
        "MajorityVote" => throw new ArgumentException($"votes: {votes} is not 1 or more", nameof(votes)),
        _ => throw new ArgumentException($"kind: \"{kind}\" is not a strategy; use one of {string.Join(", ", Kinds)}", nameof(kind)),
    };
}
