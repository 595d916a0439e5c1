using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Tests.Running;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Strategies;

public class StrategyTests
{
    [Fact]
    public void A_single_chain_is_asked_for_and_answers_whatever_it_says()
    {
        var single = Scripts.Create("SingleChain", 7, Rule("None"));
        Assert.Equal(1, single.Asked);
        Assert.Equal(1, Drawn(single.Decide(Scripts.State([], 0))));
        Assert.IsType<Decision.Wait>(single.Decide(Scripts.State([], 1)));
        Assert.Equal(0, Outcome(single.Decide(Scripts.State([Ended(0, null)], 0))).Winner!.Index);
    }

    [Fact]
    public void A_single_chain_that_fails_is_drawn_once_more()
    {
        var single = Scripts.Create("SingleChain", 1, Rule("None"));
        Assert.Equal(1, Drawn(single.Decide(Scripts.State([Failed(0)], 0))));
        Assert.Null(Outcome(single.Decide(Scripts.State([Failed(0), Failed(1)], 0))).Winner);
    }

    [Theory]
    [InlineData("None", 5, 5)]
    [InlineData("Beta", 16, 4)]
    [InlineData("Majority", 16, 8)]
    [InlineData("Window", 16, 3)]
    public void A_vote_starts_no_more_chains_than_could_decide_it(string rule, int votes, int started) =>
        Assert.Equal(started, Drawn(Vote(rule, votes).Decide(Scripts.State([], 0))));

    [Fact]
    public void A_disappointing_vote_starts_what_is_needed_beside_what_is_in_flight()
    {
        // 1, 2 of four: the best now is 1 against the votes for 1 that come; seven of eight settle it.
        var needed = Rule("Beta").Needed(Counted("1", "2"), 16);
        Assert.Equal(needed - 2, Drawn(Vote("Beta", 16).Decide(Scripts.State([Ended(0, "1"), Ended(1, "2")], 2))));
        Assert.IsType<Decision.Wait>(Vote("Beta", 16).Decide(Scripts.State([Ended(0, "1"), Ended(1, "2")], needed)));
    }

    [Fact]
    public void A_decided_vote_answers_at_once_and_says_what_stopped_it()
    {
        var outcome = Outcome(Vote("Beta", 16).Decide(Scripts.State([Ended(3, "7"), Ended(0, "7.0"), Ended(1, "7"), Ended(2, "14/2")], 2)));
        Assert.Equal((3, 4, 1.0, "Beta(0.95)"), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement, outcome.Stopped));
    }

    [Fact]
    public void A_full_vote_was_not_stopped()
    {
        var outcome = Outcome(Vote("Majority", 3).Decide(Scripts.State([Ended(0, "1"), Ended(1, "2"), Ended(2, "2")], 0)));
        Assert.Equal((1, 3, null), (outcome.Winner!.Index, outcome.Cast, outcome.Stopped));
        Assert.Equal(2 / 3.0, outcome.Agreement, 9);
    }

    [Fact]
    public void Failed_chains_are_drawn_again_but_no_more_than_there_are_votes()
    {
        var vote = Vote("None", 3);
        Assert.Equal(2, Drawn(vote.Decide(Scripts.State([Failed(0), Failed(1), Ended(2, "1")], 0))));
        Assert.IsType<Decision.Wait>(vote.Decide(Scripts.State([Failed(0), Failed(1), Ended(2, "1")], 2)));
        var outcome = Outcome(vote.Decide(Scripts.State([Ended(0, "1"), .. Enumerable.Range(1, 5).Select(Failed)], 0)));
        Assert.Equal((0, 1), (outcome.Winner!.Index, outcome.Cast));
    }

    [Fact]
    public void A_vote_for_no_one_is_cast_but_never_wins_over_one_for_someone()
    {
        var outcome = Outcome(Vote("None", 3).Decide(Scripts.State([Ended(0, null), Ended(1, null), Ended(2, "5")], 0)));
        Assert.Equal((2, 3), (outcome.Winner!.Index, outcome.Cast));
        Assert.Equal(1 / 3.0, outcome.Agreement, 9);
    }

    [Fact]
    public void Where_no_answer_can_be_found_the_first_that_said_anything_wins_without_agreement()
    {
        var outcome = Outcome(Vote("None", 3).Decide(Scripts.State([Ended(0, null) with { Content = "" }, Ended(1, null), Ended(2, null)], 0)));
        Assert.Equal((1, 0.0), (outcome.Winner!.Index, outcome.Agreement));
    }

    [Theory]
    [InlineData("MajorityVoting", 5, "kind: \"MajorityVoting\" is not a strategy; use one of SingleChain, MajorityVote")]
    [InlineData("MajorityVote", 0, "votes: 0 is not 1 or more")]
    public void What_cannot_be_a_strategy_is_named(string kind, int votes, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentException>(() => Scripts.Create(kind, votes, Rule("None"))).Message);

    private static StopRule Rule(string name) => StopRule.Create(name, 0.95, 3);

    private static int Drawn(Decision decision) => Assert.IsType<Decision.More>(decision).Draw.Count;

    private static IStrategy Vote(string rule, int votes) => Scripts.Create("MajorityVote", votes, Rule(rule));

    private static Outcome Outcome(Decision decision) => Assert.IsType<Decision.Answer>(decision).Outcome;

    private static Chain Ended(int index, string? answer) => new() { Index = index, Content = $"#{answer}", Answer = answer };

    private static Chain Failed(int index) => new() { Index = index, End = ChainEnd.Failed, Answer = null };

    private static Tally Counted(params string[] votes)
    {
        var tally = new Tally(new NumericEquivalence());
        foreach (var vote in votes) tally.Add(vote);
        return tally;
    }
}
