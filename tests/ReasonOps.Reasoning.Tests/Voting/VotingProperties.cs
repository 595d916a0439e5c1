using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Voting;

public class VotingProperties
{
    /// <summary>Answers of a vote; null: for no one.</summary>
    private static readonly Gen<string?[]> Votes = Gen.Elements("1", "2", "2.0", "3", "4/2", null).ListOf()
        .Where(votes => votes.Count is > 0 and < 40).Select(votes => votes.ToArray());

    [Fact]
    public void The_leader_has_the_most_votes_and_of_equals_was_there_first() => Prop.ForAll(Votes.ToArbitrary(), votes =>
    {
        var tally = Counted(votes);
        var most = tally.Candidates.Select(candidate => candidate.Votes).DefaultIfEmpty().Max();
        var first = Enumerable.Range(1, votes.Length).Select(n => Counted(votes[..n]))
            .FirstOrDefault(prefix => prefix.Leader?.Votes == most)?.Leader?.Answer;
        return tally.Leader?.Answer == (most == 0 ? null : first)
            && tally.Candidates.Sum(candidate => candidate.Votes) == votes.Count(vote => vote is not null)
            && tally.Cast == votes.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Majority_never_changes_the_leader_of_the_full_vote() => Prop.ForAll(Votes.ToArbitrary(), votes =>
    {
        var rule = StopRule.Create("Majority", 0, 0);
        var early = Enumerable.Range(1, votes.Length).Select(n => Counted(votes[..n])).FirstOrDefault(tally => rule.Decided(tally, votes.Length));
        return early is null || early.Leader!.Answer == Counted(votes).Leader!.Answer;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Majority_waits_only_while_some_votes_could_still_change_the_leader() => Prop.ForAll(Votes.ToArbitrary(), votes =>
    {
        var tally = Counted(votes);
        if (tally.Leader is null) return true;
        var asked = votes.Length + 5;
        var rival = tally.Candidates.Where(candidate => candidate != tally.Leader).MaxBy(candidate => candidate.Votes)?.Answer ?? "99";
        var worst = Counted([.. votes, .. Enumerable.Repeat(rival, 5)]);
        return StopRule.Create("Majority", 0, 0).Decided(tally, asked) == (worst.Leader!.Answer == tally.Leader.Answer);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_needed_is_the_fewest_votes_that_could_decide() => Prop.ForAll(
        Votes.ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), Gen.Elements("None", "Beta", "Window", "Majority").ToArbitrary(), (votes, more, name) =>
    {
        var (rule, asked, tally) = (StopRule.Create(name, 0.9, 4), votes.Length + more, Counted(votes));
        var needed = rule.Needed(tally, asked);
        if (rule.Decided(tally, asked)) return needed == 0;
        // The luckiest votes are all for the leader, or for whoever has the streak.
        string[] lucky = [tally.Leader?.Answer ?? "1", votes[^1] ?? "1"];
        var fewest = Enumerable.Range(1, Math.Max(0, more)).FirstOrDefault(
            n => lucky.Any(answer => rule.Decided(Counted([.. votes, .. Enumerable.Repeat(answer, n)]), asked)), more);
        return needed == fewest;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Numeric_equivalence_is_an_equivalence()
    {
        var answers = Gen.Elements("1", "1.0", "2/2", "01", "x", "X", " x", "1/3", "2/6", "", "$1", "1,000", "1e3").ToArbitrary();
        var equivalence = new NumericEquivalence();
        Prop.ForAll(answers, answers, answers, (a, b, c) => equivalence.Same(a, a)
            && equivalence.Same(a, b) == equivalence.Same(b, a)
            && (!equivalence.Same(a, b) || !equivalence.Same(b, c) || equivalence.Same(a, c)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static Tally Counted(IEnumerable<string?> votes)
    {
        var tally = new Tally(new NumericEquivalence());
        foreach (var vote in votes) tally.Add(vote);
        return tally;
    }
}
