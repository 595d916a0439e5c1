using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.Judge;

public class JudgeTests
{
    private static readonly IStrategy Judge = Strategy.Create(Settings("Judge", 4));

    /// <summary>Two for 1 (by chain 0), one each for 2 and 3.</summary>
    private static readonly RunState Three = State(Ended(3, "1"), Ended(1, "2"), Ended(2, "3"), Ended(0, "1"));

    [Fact]
    public void Where_all_agree_the_judge_is_not_asked()
    {
        Assert.Equal(4, Judge.Decide(State()).More().Draw.Count);
        Judge.Decide(State(Ended(0, "1")).Flying(1, 2, 3)).Waits();
        Assert.Equal(0, Judge.Decide(State([.. Enumerable.Range(0, 4).Select(index => Ended(index, "1"))])).Answered().Winner!.Index);
    }

    [Fact]
    public void The_first_meets_the_last_in_both_orders()
    {
        Assert.Equal([new CompareAsk(0, 2), new CompareAsk(2, 0)], Judge.Decide(Three).More().Compare);
        Judge.Decide(Three.Said(new Comparison(0, 2, 2)).Awaiting(1)).Waits();
    }

    [Fact]
    public void Who_is_preferred_in_both_orders_goes_on_to_the_next_round()
    {
        var first = new[] { new Comparison(2, 0, 2), new Comparison(0, 2, 2) };
        Assert.Equal([new CompareAsk(2, 1), new CompareAsk(1, 2)], Judge.Decide(Three.Said(first)).More().Compare);
        var outcome = Judge.Decide(Three.Said([.. first, new Comparison(2, 1, 1), new Comparison(1, 2, 1)])).Answered();
        Assert.Equal((1, 4, 0.25), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void A_judge_that_prefers_a_place_prefers_neither_and_more_votes_decide()
    {
        var state = Three.Said(new Comparison(0, 2, 0), new Comparison(2, 0, 2), new Comparison(0, 1, 0), new Comparison(1, 0, 1));
        var outcome = Judge.Decide(state).Answered();
        Assert.Equal((0, 0.5), (outcome.Winner!.Index, outcome.Agreement));
        Assert.Equal(["the judge preferred neither in 2 of 2 pairs: the answer of more votes went on"], outcome.Notes);
    }

    [Fact]
    public void One_preference_beside_none_decides()
    {
        var state = State(Ended(0, "1"), Ended(1, "1"), Ended(2, "1"), Ended(3, "2")).Said(new Comparison(0, 3, null), new Comparison(3, 0, 3));
        Assert.Equal(3, Judge.Decide(state).Answered().Winner!.Index);
    }

    [Fact]
    public void Without_a_judge_the_majority_wins_and_it_is_said()
    {
        var outcome = Judge.Conclude(Three);
        Assert.Equal(0, outcome.Winner!.Index);
        Assert.Equal(["the judge preferred neither in 2 of 2 pairs: the answer of more votes went on"], outcome.Notes);
        var away = new Comparison(0, 3, null, Missing: "503");
        outcome = Judge.Decide(State(Ended(0, "1"), Ended(1, "1"), Ended(2, "1"), Ended(3, "2")).Said(away, away with { Left = 3, Right = 0 })).Answered();
        Assert.Equal(["the judge preferred neither in 1 of 1 pairs (503): the answer of more votes went on"], outcome.Notes);
    }
}
