using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Judge;

/// <summary>
/// A second model compares the distinct answers of the chains, two at a time until one is left (arXiv:2306.05685). Where all agree it is not
/// asked. Each answer is shown by its first chain.
/// </summary>
internal sealed class JudgeStrategy(int votes, IAnswerEquivalence equivalence) : IStrategy
{
    public int Asked => votes;

    public Decision Decide(RunState run)
    {
        if (run.Missing(votes) is > 0 and var missing) return Decision.Start(missing);
        if (!run.IsQuiet) return new Decision.Wait();
        var knockout = new Knockout(new Ballot(run.Ended, equivalence).Choices, run.Comparisons);
        return knockout.Open.Count > 0 ? new Decision.More { Compare = knockout.Open } : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var ballot = new Ballot(run.Ended, equivalence);
        var knockout = new Knockout(ballot.Choices, run.Comparisons);
        return ballot.Won(knockout.Winner?.First ?? ballot.Majority, knockout.Note is { } note ? [note] : []);
    }
}
