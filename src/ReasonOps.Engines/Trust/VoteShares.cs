using ReasonOps.Engines.Pool;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Engines.Trust;

/// <summary>What a run's vote says of the engines that drew its chains.</summary>
public static class VoteShares
{
    /// <summary>Fewer votes have no majority to disagree with.</summary>
    private const int LeastVotes = 3;

    /// <summary>Of each engine the share of its votes that lost, 0 to 1; nothing where there was no vote. Chains that went on from others are no votes of their own.</summary>
    /// <param name="result">Of the run.</param>
    /// <param name="equivalence">As the vote counted.</param>
    /// <param name="drawnBy">The engine of a chain, by its index.</param>
    public static IReadOnlyDictionary<Engine, double> Of(RunResult result, IAnswerEquivalence equivalence, Func<int, Engine?> drawnBy)
    {
        var votes = result.Chains.Where(chain => chain is { Ran: true, Parent: null }).ToList();
        if (result.Winner?.Answer is not { } winner || votes.Count < LeastVotes || result.Cast < LeastVotes) return new Dictionary<Engine, double>();
        return votes.Select(chain => (Engine: drawnBy(chain.Index), Lost: chain.Answer is null || !equivalence.Same(winner, chain.Answer)))
            .Where(vote => vote.Engine is not null).GroupBy(vote => vote.Engine!)
            .ToDictionary(each => each.Key, each => each.Average(vote => vote.Lost ? 1.0 : 0.0));
    }
}
