using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.WeightedVote;

public class WeightedVoteTests
{
    [Fact]
    public void All_votes_are_drawn_at_once_and_scored_together_when_the_last_has_come()
    {
        var vote = Vote(Ranking.Process);
        Assert.Equal(3, vote.Decide(State()).More().Draw.Count);
        vote.Decide(State(Ended(0, "1"), Ended(1, "2")).Flying(2)).Waits();
        var scores = vote.Decide(State(Ended(2, "1"), Ended(0, "1"), Ended(1, "2"))).More().Score;
        Assert.Equal([new(0, RewardKind.Process), new(1, RewardKind.Process), new(2, RewardKind.Process)], scores);
        vote.Decide(State(Ended(0, "1").Process(1), Ended(1, "2"), Ended(2, "1")).Awaiting(2)).Waits();
    }

    [Fact]
    public void The_heaviest_answer_wins_by_its_heaviest_chain()
    {
        var outcome = Vote(Ranking.Outcome).Decide(State(Ended(0, "1").Outcome(0.2), Ended(1, "2").Outcome(0.9), Ended(2, "1").Outcome(0.3))).Answered();
        Assert.Equal((1, 3, 1 / 3.0), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
        outcome = Vote(Ranking.Outcome).Decide(State(Ended(0, "1").Outcome(0.4), Ended(1, "2").Outcome(0.9), Ended(2, "1.0").Outcome(0.6))).Answered();
        Assert.Equal((2, 2 / 3.0), (outcome.Winner!.Index, outcome.Agreement));
        Assert.Empty(outcome.Notes);
    }

    [Theory]
    [InlineData(RewardAggregate.Last, 2)]
    [InlineData(RewardAggregate.Min, 0)]
    [InlineData(RewardAggregate.Product, 1)]
    public void The_rewards_of_steps_become_one_as_asked_for(RewardAggregate aggregate, int winner)
    {
        var vote = Vote(Ranking.Process, aggregate);
        var ended = State(Ended(0, "1").Process(0.5, 0.5, 0.5), Ended(1, "2").Process(0.4, 1, 0.8), Ended(2, "3").Process(0.1, 1, 0.9));
        Assert.Equal(winner, vote.Decide(ended).Answered().Winner!.Index);
    }

    [Fact]
    public void A_vote_of_unknown_worth_weighs_the_mean_of_the_others()
    {
        // 1 has 0.5; each 2 has the mean of 0.5.
        var missing = Ended(1, "2") with { Outcome = Reward.None("timeout") };
        var outcome = Vote(Ranking.Outcome).Decide(State(Ended(0, "1").Outcome(0.5), missing, missing with { Index = 2 })).Answered();
        Assert.Equal(1, outcome.Winner!.Index);
        Assert.Equal(["the outcome reward of 2 of 3 chains could not be had (timeout): they weighed the mean of the others"], outcome.Notes);
    }

    [Fact]
    public void Where_no_reward_can_be_had_the_majority_wins_and_it_is_said()
    {
        var outcome = Vote(Ranking.Process).Conclude(State(Ended(0, "1"), Ended(1, "2"), Ended(2, "2")));
        Assert.Equal(1, outcome.Winner!.Index);
        Assert.Equal(["the process reward of 3 of 3 chains could not be had: the majority decided"], outcome.Notes);
    }

    [Fact]
    public void Where_all_agree_nothing_is_scored() =>
        Assert.Equal(0, Vote(Ranking.Process).Decide(State(Ended(2, "1"), Ended(0, "1.0"), Ended(1, null))).Answered().Winner!.Index);

    [Fact]
    public void Chains_that_say_the_same_are_scored_once()
    {
        var twin = Ended(1, "2");
        var vote = Vote(Ranking.Outcome);
        Assert.Equal([0, 1], vote.Decide(State(Ended(0, "1"), twin, twin with { Index = 2 })).More().Score.Select(ask => ask.Chain));
        Assert.Equal(1, vote.Decide(State(Ended(0, "1").Outcome(0.8), twin.Outcome(0.5), twin with { Index = 2 })).Answered().Winner!.Index);
    }

    [Fact]
    public void By_confidence_nothing_is_asked_but_the_engine()
    {
        var vote = Vote(Ranking.Confidence);
        Assert.Equal(128, vote.ConfidenceWindow);
        Assert.Equal(1, vote.Decide(State(Ended(0, "1").Sure(0, 2), Ended(1, "2").Sure(0, 5), Ended(2, "1").Sure(0, 2))).Answered().Winner!.Index);
        Assert.Equal(0, Vote(Ranking.Outcome).ConfidenceWindow);
    }

    [Fact]
    public void By_the_verifier_what_fails_weighs_nothing()
    {
        var vote = Vote(Ranking.Verifier);
        Assert.Equal([0, 2], vote.Decide(State(Ended(0, "1"), Ended(1, "1"), Ended(2, "2"))).More().Check);
        var outcome = vote.Decide(State(
            Ended(0, "1").Checked(Reasoning.Checks.CheckEnd.Failed), Ended(1, "1"), Ended(2, "2").Checked(Reasoning.Checks.CheckEnd.Passed))).Answered();
        Assert.Equal(2, outcome.Winner!.Index);
    }

    [Fact]
    public void Failed_chains_are_drawn_again_but_no_more_than_there_are_votes()
    {
        var vote = Vote(Ranking.Outcome);
        Assert.Equal(2, vote.Decide(State(Failed(0), Failed(1), Ended(2, "1"))).More().Draw.Count);
        Assert.Equal(5, vote.Decide(State([.. Enumerable.Range(0, 5).Select(Failed), Ended(5, "1")])).Answered().Winner!.Index);
    }

    private static IStrategy Vote(Ranking by, RewardAggregate aggregate = RewardAggregate.Last) =>
        Strategy.Create(Settings("WeightedVote", 3) with { Reward = new RewardOptions(by, aggregate) });
}
