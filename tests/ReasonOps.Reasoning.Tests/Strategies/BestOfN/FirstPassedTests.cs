using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.BestOfN;

public class FirstPassedTests
{
    private static readonly IStrategy Best = Strategy.Create(Settings("BestOfN", 4) with { Reward = new RewardOptions(Ranking.Verifier) });

    [Fact]
    public void Every_answer_is_checked_as_it_comes()
    {
        Assert.Equal(4, Best.Decide(State()).More().Draw.Count);
        Assert.Equal([2], Best.Decide(State(Ended(2, "7")).Flying(0, 1, 3)).More().Check);
        Assert.Equal([0], Best.Decide(State(Ended(2, "7"), Ended(0, "8")).Flying(1, 3).Awaiting(1)).More().Check);
        Best.Decide(State(Ended(2, "7"), Ended(0, "8")).Flying(1, 3).Awaiting(2)).Waits();
    }

    [Fact]
    public void The_first_that_passes_wins_over_all_that_is_in_flight()
    {
        var outcome = Best.Decide(State(Ended(2, "7").Checked(CheckEnd.Failed), Ended(3, "8").Checked(CheckEnd.Passed)).Flying(0, 1)).Answered();
        Assert.Equal((3, 2, 0.5, "Passed"), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement, outcome.Stopped));
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void An_answer_that_was_checked_is_not_checked_again_but_its_like_is()
    {
        Best.Decide(State(Ended(2, "7").Checked(CheckEnd.Failed), Ended(0, "7")).Flying(1, 3)).Waits();
        // One vote by the rules of numbers, and perhaps two programs by those of a verifier.
        Assert.Equal([0], Best.Decide(State(Ended(2, "7").Checked(CheckEnd.Failed), Ended(0, "7.0")).Flying(1, 3)).More().Check);
    }

    [Fact]
    public void A_check_and_the_chain_in_place_of_a_failed_one_are_asked_for_at_once()
    {
        var more = Best.Decide(State(Failed(2), Ended(0, "7")).Flying(1, 3)).More();
        Assert.Equal((1, 0), (more.Draw.Count, Assert.Single(more.Check)));
    }

    [Fact]
    public void Where_all_fail_the_majority_answers_and_it_is_said()
    {
        var wrong = Ended(1, "7").Checked(CheckEnd.Failed);
        var outcome = Best.Decide(State(Ended(0, "8").Checked(CheckEnd.Failed), wrong, Ended(2, "7"), Ended(3, null))).Answered();
        Assert.Equal((1, 4, 0.5), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
        Assert.Equal(["no chain passed its check: the majority decided"], outcome.Notes);
    }

    [Fact]
    public void What_could_not_be_checked_goes_before_what_failed()
    {
        var failed = Ended(0, "7").Checked(CheckEnd.Failed);
        var outcome = Best.Decide(State(failed, Ended(1, "7"), Ended(2, "7"), Ended(3, "8").Checked(CheckEnd.Unknown))).Answered();
        Assert.Equal(3, outcome.Winner!.Index);
        Assert.Equal(["the verifier could not check 1 of 4 chains: the majority of them decided"], outcome.Notes);
    }

    [Fact]
    public void One_chain_is_its_own_best()
    {
        var one = Strategy.Create(Settings("BestOfN", 1) with { Reward = new RewardOptions(Ranking.Verifier) });
        var outcome = one.Decide(State(Ended(0, "7"))).Answered();
        Assert.Equal(0, outcome.Winner!.Index);
        Assert.Empty(outcome.Notes);
    }
}
