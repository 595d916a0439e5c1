using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.BestOfN;

/// <summary>
/// Of so many chains the one of the highest reward (arXiv:2110.14168 by outcome, arXiv:2305.20050 by process). Those of unknown reward
/// stand back; where no reward is known the majority wins.
/// </summary>
internal sealed class BestOfNStrategy(int votes, Valuation valuation, IAnswerEquivalence equivalence) : IStrategy
{
    public int Asked => votes;
    public int ConfidenceWindow => valuation.ConfidenceWindow;

    public Decision Decide(RunState run)
    {
        if (run.Missing(votes) is > 0 and var missing) return Decision.Start(missing);
        if (!run.IsQuiet) return new Decision.Wait();
        var candidates = new Ballot(run.Ended, equivalence).Voters;
        return (candidates.Count <= 1 ? null : valuation.Ask(candidates)) ?? (Decision)new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var ballot = new Ballot(run.Ended, equivalence);
        var candidates = ballot.Voters;
        if (candidates.Count <= 1) return ballot.Won(ballot.Majority);
        var worth = valuation.Of(candidates);
        var note = valuation.Missing(candidates, worth.Count, worth.Count == 0 ? "the majority decided" : "they stood back");
        var best = candidates.Where(chain => worth.ContainsKey(chain.Index)).MaxBy(chain => worth[chain.Index]);
        return ballot.Won(best ?? ballot.Majority, note is null ? [] : [note]);
    }
}
