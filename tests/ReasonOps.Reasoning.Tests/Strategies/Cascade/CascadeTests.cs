using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.Cascade;

public class CascadeTests
{
    private static readonly IStrategy Cascade = Create(new CascadeOptions("MajorityVote", 3, 0.6, "WeightedVote"));

    [Fact]
    public void What_agrees_at_first_is_the_answer()
    {
        Assert.Equal(3, Cascade.Decide(State()).More().Draw.Count);
        Cascade.Decide(State(Ended(0, "1")).Flying(1, 2)).Waits();
        var outcome = Cascade.Decide(State(Ended(0, "1"), Ended(1, "2"), Ended(2, "1"))).Answered();
        Assert.Equal((0, 3), (outcome.Winner!.Index, outcome.Cast));
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void Where_too_few_agree_the_second_draws_only_what_it_lacks()
    {
        Assert.Equal(5, Cascade.Asked);
        var first = new[] { Ended(2, "1"), Ended(1, "2"), Ended(0, "3") };
        Assert.Equal(2, Cascade.Decide(State(first)).More().Draw.Count);
        Cascade.Decide(State(first).Flying(3, 4)).Waits();
        var all = State([.. first, Ended(3, "2"), Ended(4, "9")]);
        Assert.Equal(5, Cascade.Decide(all).More().Score.Count);
        var outcome = Cascade.Decide(State([.. all.Ended.Select(chain => chain.Process(chain.Index == 4 ? 0.9 : 0.1))])).Answered();
        Assert.Equal((4, 5), (outcome.Winner!.Index, outcome.Cast));
        Assert.Equal(["33 % of 3 chains agreed: WeightedVote followed"], outcome.Notes);
    }

    [Fact]
    public void When_nothing_more_can_be_had_the_second_answers_with_what_there_is()
    {
        var outcome = Cascade.Conclude(State(Ended(0, "1"), Ended(1, "2"), Ended(2, "3")));
        Assert.Equal(0, outcome.Winner!.Index);
        Assert.Equal(2, outcome.Notes.Count);
        Assert.Equal(0, Cascade.Conclude(State(Ended(0, "1"), Ended(1, "2"))).Winner!.Index);
    }

    [Fact]
    public void A_verifier_goes_before_any_agreement()
    {
        var cascade = Create(new CascadeOptions("BestOfN", 3, 0.6, "MajorityVote"), Ranking.Verifier);
        var wrong = Ended(0, "1").Checked(CheckEnd.Failed);
        Assert.Equal(2, cascade.Decide(State(wrong, Ended(1, "1"), Ended(2, "1"))).More().Draw.Count);
        var outcome = cascade.Decide(State(wrong, Ended(1, "2").Checked(CheckEnd.Failed), Ended(2, "3").Checked(CheckEnd.Passed))).Answered();
        Assert.Equal(2, outcome.Winner!.Index);
    }

    [Fact]
    public void What_has_another_prompt_neither_sees_the_first_chains_nor_counts_them()
    {
        var cascade = Create(new CascadeOptions("MajorityVote", 3, 0.6, "Revision"));
        Assert.Equal(8, cascade.Asked);
        var first = new[] { Ended(2, "1"), Ended(1, "2"), Ended(0, "3") };
        Assert.Empty(Assert.Single(cascade.Decide(State(first)).More().Draw).Turns);
        Assert.Equal([3], cascade.Decide(State([.. first, Ended(3, "1")])).More().Check);
        var outcome = cascade.Decide(State([.. first, Ended(3, "4").Checked(CheckEnd.Passed)])).Answered();
        Assert.Equal((3, 1), (outcome.Winner!.Index, outcome.Cast));
        var none = cascade.Conclude(State([.. first, Failed(3)]));
        Assert.Equal(0, none.Winner!.Index);
        Assert.Equal(["33 % of 3 chains agreed: Revision was to follow and came to no answer"], none.Notes);
    }

    [Fact]
    public void Where_no_chain_can_be_had_no_more_are_tried() =>
        Assert.Null(Cascade.Decide(State([.. Enumerable.Range(0, 6).Select(Failed)])).Answered().Winner);

    [Fact]
    public void The_first_has_no_more_votes_than_the_request()
    {
        var small = Strategy.Create(Settings("Cascade", 2) with { Cascade = new CascadeOptions("MajorityVote", 3) });
        Assert.Equal((2, 2), (small.Asked, small.Decide(State()).More().Draw.Count));
    }

    [Theory]
    [InlineData("Revision", 3, 0.5, "Judge", "cascade.first: \"Revision\" does not vote with whole chains; use one of BestOfN, ConfidenceFilter, Judge, MajorityVote, WeightedVote")]
    [InlineData("MajorityVote", 0, 0.5, "Judge", "cascade.firstVotes: 0 is not 1 or more")]
    [InlineData("MajorityVote", 3, 1.5, "Judge", "cascade.below: 1.5 is not from 0 to 1")]
    [InlineData("MajorityVote", 3, 0.5, "Cascade", "cascade.then: \"Cascade\" is itself made of strategies; use any other")]
    [InlineData("MajorityVote", 3, 0.5, "Best", "kind: \"Best\" is not a strategy")]
    public void What_cannot_be_is_named(string first, int votes, double below, string then, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentException>(() => Create(new CascadeOptions(first, votes, below, then))).Message);

    private static IStrategy Create(CascadeOptions options, Ranking by = Ranking.Process) =>
        Strategy.Create(Settings("Cascade", 5) with { Cascade = options, Reward = new RewardOptions(by) });
}
