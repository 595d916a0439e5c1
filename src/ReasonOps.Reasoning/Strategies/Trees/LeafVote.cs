using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>
/// Leaves vote with their answers, each with its reward (weighted best-of-N, arXiv:2408.03314): the answer with the largest sum wins, of
/// equals the one with more votes, then the one that was asked for first. The winner is that answer's best-rewarded leaf.
/// </summary>
internal static class LeafVote
{
    /// <param name="value">0 to 1; null: no reward could be had, the leaf counts as much as the average of the others.</param>
    public static Outcome Outcome(IReadOnlyList<Chain> leaves, Func<Chain, double?> value, IAnswerEquivalence equivalence)
    {
        var values = leaves.ToDictionary(leaf => leaf.Index, value);
        var average = values.Values.OfType<double>().DefaultIfEmpty(1).Average();
        var ballot = new Ballot(leaves, equivalence);
        return ballot.Won(ballot.Heaviest(leaf => values[leaf.Index] ?? average));
    }
}
