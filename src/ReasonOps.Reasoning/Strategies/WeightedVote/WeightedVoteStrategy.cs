using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.WeightedVote;

/// <summary>
/// Every vote weighs what its chain is worth, and the heaviest answer wins (DiVeRSe, arXiv:2206.02336; by confidence
/// arXiv:2502.06233). Nothing is asked where all agree. A vote of unknown worth weighs the mean of the others, so that where no worth is known
/// the majority wins.
/// </summary>
internal sealed class WeightedVoteStrategy(int votes, Valuation valuation, IAnswerEquivalence equivalence) : IStrategy
{
    public int Asked => votes;
    public int ConfidenceWindow => valuation.ConfidenceWindow;

    public Decision Decide(RunState run)
    {
        if (run.Missing(votes) is > 0 and var missing) return Decision.Start(missing);
        if (!run.IsQuiet) return new Decision.Wait();
        var ballot = new Ballot(run.Ended, equivalence);
        return (ballot.IsUnanimous ? null : valuation.Ask(ballot.Voters)) ?? (Decision)new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var ballot = new Ballot(run.Ended, equivalence);
        if (ballot.IsUnanimous) return ballot.Won(ballot.Majority);
        var worth = valuation.Of(ballot.Voters);
        var mean = worth.Count == 0 ? 1 : worth.Values.Average();
        var note = valuation.Missing(ballot.Voters, worth.Count, worth.Count == 0 ? "the majority decided" : "they weighed the mean of the others");
        return ballot.Won(ballot.Heaviest(chain => worth.GetValueOrDefault(chain.Index, mean)), note is null ? [] : [note]);
    }
}
