using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Revision;

/// <summary>
/// Attempts one after the other, each shown what was said before and what the verifier had against it (sequential revisions,
/// arXiv:2408.03314); over when one passes its check. Where none does, the answer most attempts came to of those that did not fail it, of equals
/// the latest. Attempts are not independent of each other, so their agreement says less than that of a vote.
/// </summary>
internal sealed class RevisionStrategy(int votes, IAnswerEquivalence equivalence) : IStrategy
{
    public int Asked => votes;

    public Decision Decide(RunState run)
    {
        if (!run.IsQuiet) return new Decision.Wait();
        var attempts = Attempts(run);
        if (votes > 1 && attempts.Count > 0)
        {
            var last = attempts[^1];
            if (last.Answer is not null && Verdict(last, attempts) is null) return new Decision.More { Check = [last.Index] };
            if (Verdict(last, attempts)?.End == CheckEnd.Passed) return new Decision.Answer(Conclude(run));
        }
        return attempts.Count < votes && run.Ended.Count < 2 * votes
            ? new Decision.More { Draw = [new Draft { Turns = Feedback.On(attempts, attempt => Verdict(attempt, attempts)) }] }
            : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var attempts = Attempts(run);
        var all = new Ballot(attempts, equivalence);
        if (attempts.FirstOrDefault(attempt => attempt.Check?.End == CheckEnd.Passed) is { } passed)
            return all.Won(passed, stopped: attempts.Count < votes ? "Passed" : null);
        var open = new Ballot(attempts.Where(attempt => Verdict(attempt, attempts)?.End != CheckEnd.Failed), equivalence);
        return all.Won(Latest(open) ?? Latest(all) ?? all.Majority, Note(all, open));
    }

    private string[] Note(Ballot all, Ballot open) =>
        votes == 1 || all.Choices.Count == 0 ? []
        : open.Choices.Count == 0 ? ["no attempt passed its check: the answer most of them came to"]
        : [$"the verifier could not check {open.Choices.Sum(choice => choice.Chains.Count)} of {all.Chains.Count} attempts: the answer most of those came to"];

    private static List<Chain> Attempts(RunState run) => [.. run.Ended.Where(chain => chain.Ran).OrderBy(chain => chain.Index)];

    private static Chain? Latest(Ballot ballot) => ballot.Choices
        .OrderByDescending(choice => choice.Chains.Count).ThenByDescending(choice => choice.Chains[^1].Index)
        .FirstOrDefault()?.Chains[^1];

    /// <summary>An answer that has been checked, character for character, is not checked again.</summary>
    private static CheckResult? Verdict(Chain attempt, List<Chain> attempts) =>
        attempt.Check ?? attempts.Find(other => other.Check is not null && other.Answer is not null && other.Answer == attempt.Answer)?.Check;
}
