using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.BestOfN;

public class BestOfNTests
{
    [Fact]
    public void The_chain_of_the_highest_reward_wins_whatever_the_others_say()
    {
        var outcome = Best(Ranking.Outcome).Decide(State(Ended(0, "1").Outcome(0.8), Ended(1, "1").Outcome(0.8), Ended(2, "2").Outcome(0.9))).Answered();
        Assert.Equal((2, 3, 1 / 3.0), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
    }

    [Fact]
    public void Of_equal_rewards_the_first_by_index_wins_whichever_ended_first() =>
        Assert.Equal(0, Best(Ranking.Outcome).Decide(State(Ended(2, "2").Outcome(0.8), Ended(1, "3").Outcome(0.1), Ended(0, "1").Outcome(0.8))).Answered().Winner!.Index);

    [Theory]
    [InlineData(RewardAggregate.Last, 2)]
    [InlineData(RewardAggregate.Min, 0)]
    [InlineData(RewardAggregate.Product, 1)]
    public void A_process_reward_is_aggregated_as_asked_for(RewardAggregate aggregate, int winner)
    {
        var ended = State(Ended(0, "1").Process(0.5, 0.5, 0.5), Ended(1, "1").Process(0.4, 1, 0.8), Ended(2, "1").Process(0.1, 1, 0.9));
        Assert.Equal(winner, Best(Ranking.Process, aggregate).Decide(ended).Answered().Winner!.Index);
    }

    [Fact]
    public void A_chain_without_an_answer_is_neither_scored_nor_chosen()
    {
        var best = Best(Ranking.Outcome);
        Assert.Equal([0, 2], best.Decide(State(Ended(0, "1"), Ended(1, null), Ended(2, "2"))).More().Score.Select(ask => ask.Chain));
        Assert.Equal(2, best.Decide(State(Ended(0, null), Ended(1, null), Ended(2, "2"))).Answered().Winner!.Index);
    }

    [Fact]
    public void Those_of_unknown_reward_stand_back()
    {
        var unknown = Ended(0, "1") with { Outcome = Reward.None("too long") };
        var outcome = Best(Ranking.Outcome).Decide(State(unknown, Ended(1, "1").Outcome(double.NaN), Ended(2, "2").Outcome(0.1))).Answered();
        Assert.Equal(2, outcome.Winner!.Index);
        Assert.Equal(["the outcome reward of 2 of 3 chains could not be had (too long): they stood back"], outcome.Notes);
    }

    [Fact]
    public void Without_any_reward_the_majority_wins_and_it_is_said()
    {
        var outcome = Best(Ranking.Process).Conclude(State(Ended(0, "1"), Ended(1, "2"), Ended(2, "2")));
        Assert.Equal(1, outcome.Winner!.Index);
        Assert.Equal(["the process reward of 3 of 3 chains could not be had: the majority decided"], outcome.Notes);
    }

    [Fact]
    public void Nothing_is_scored_twice()
    {
        var best = Best(Ranking.Outcome);
        var ended = State(Ended(0, "1").Outcome(0.5), Ended(1, "2"), Ended(2, "3"));
        best.Decide(ended.Awaiting(2)).Waits();
        Assert.Equal([1, 2], best.Decide(ended).More().Score.Select(ask => ask.Chain));
    }

    private static IStrategy Best(Ranking by, RewardAggregate aggregate = RewardAggregate.Last) =>
        Strategy.Create(Settings("BestOfN", 3) with { Reward = new RewardOptions(by, aggregate) });
}
