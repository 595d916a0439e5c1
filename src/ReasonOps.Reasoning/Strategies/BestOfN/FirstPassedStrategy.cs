using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.BestOfN;

/// <summary>
/// Best of N by a verifier: every answer is checked as it comes, the first that passes wins and what is in flight is no longer needed
/// (arXiv:2407.21787). Where none passes, the majority of those that could not be checked; where all failed, of all.
/// </summary>
internal sealed class FirstPassedStrategy(int votes, IAnswerEquivalence equivalence) : IStrategy
{
    public int Asked => votes;

    public Decision Decide(RunState run)
    {
        if (votes == 1 && run.Ended.Any(chain => chain.Ran)) return new Decision.Answer(Conclude(run));
        if (Passed(run) is not null) return new Decision.Answer(Conclude(run));
        var (missing, unchecked_) = (run.Missing(votes), Unchecked(run));
        if (missing > 0 || unchecked_.Length > 0) return Decision.Start(missing) with { Check = unchecked_ };
        return run.IsQuiet ? new Decision.Answer(Conclude(run)) : new Decision.Wait();
    }

    public Outcome Conclude(RunState run)
    {
        var ballot = new Ballot(run.Ended, equivalence);
        if (Passed(run) is { } passed) return ballot.Won(passed, stopped: ballot.Chains.Count < votes ? "Passed" : null);
        var failed = run.Ended.Where(chain => chain.Check?.End == CheckEnd.Failed).Select(chain => chain.Answer).ToHashSet(StringComparer.Ordinal);
        var open = new Ballot(ballot.Voters.Where(chain => !failed.Contains(chain.Answer!)), equivalence);
        return ballot.Won(open.Majority ?? ballot.Majority, Note(ballot, open));
    }

    private string[] Note(Ballot ballot, Ballot open) =>
        votes == 1 || ballot.Choices.Count == 0 ? []
        : open.Choices.Count > 0 ? [$"the verifier could not check {open.Chains.Count} of {ballot.Chains.Count} chains: the majority of them decided"]
        : ["no chain passed its check: the majority decided"];

    /// <summary>Of those that passed the first to end.</summary>
    private static Chain? Passed(RunState run) => run.Ended.FirstOrDefault(chain => chain is { Ran: true, Check.End: CheckEnd.Passed });

    /// <summary>
    /// The first chain of each answer. All of them are asked for as soon as they end, so those that are awaited came before
    /// those that have not been asked for.
    /// </summary>
    private static int[] Unchecked(RunState run) => [.. run.Ended
        .Where(chain => chain is { Ran: true, Answer: not null })
        .DistinctBy(chain => chain.Answer, StringComparer.Ordinal)
        .Where(chain => chain.Check is null)
        .Skip(run.Awaited)
        .Select(chain => chain.Index)];
}
