using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.MajorityVote;

/// <summary>
/// Chains vote with their answers (self-consistency, arXiv:2203.11171). They are started in waves of as many as could decide
/// the vote; failed ones are drawn again, at most <c>votes</c> of them, and the vote goes on with fewer where that is not enough.
/// </summary>
internal sealed class MajorityVoteStrategy(int votes, StopRule stop, IAnswerEquivalence equivalence) : IStrategy
{
    public int Asked => votes;

    public Decision Decide(RunState run)
    {
        var (ended, inFlight) = (run.Ended, run.InFlight.Count);
        var tally = Count(ended);
        if (tally.Cast >= votes || stop.Decided(tally, votes)) return new Decision.Answer(Conclude(run));

        var wanted = Math.Min(stop.Needed(tally, votes), votes - tally.Cast) - inFlight;
        var drawable = 2 * votes - ended.Count - inFlight;
        var more = Math.Min(wanted, drawable);
        if (more > 0) return Decision.Start(more);
        return inFlight > 0 ? new Decision.Wait() : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var tally = Count(run.Ended);
        var stopped = tally.Cast < votes ? stop.DecidedBy(tally, votes) : null;
        // A full vote is counted by index, so that a tie does not go to whoever happened to end first.
        var ended = stopped is null ? [.. run.Ended.OrderBy(chain => chain.Index)] : run.Ended;
        var counted = Count(ended);
        return new Outcome(Winner(counted, ended), counted.Cast, counted.Agreement, stopped);
    }

    private Tally Count(IReadOnlyList<Chain> ended)
    {
        var tally = new Tally(equivalence);
        foreach (var chain in ended.Where(chain => chain.Ran)) tally.Add(chain.Answer);
        return tally;
    }

    /// <summary>The first to vote for the leader. Where no one voted for anyone: the first that said anything, or at least ran.</summary>
    private static Chain? Winner(Tally tally, IReadOnlyList<Chain> ended) => tally.Leader is { } leader
        ? ended.First(chain => chain.Ran && chain.Answer == leader.Answer)
        : ended.FirstOrDefault(chain => chain.Ran && chain.Content.Length > 0) ?? ended.FirstOrDefault(chain => chain.Ran);
}
