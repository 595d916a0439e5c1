using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.Revision;

public class RevisionTests
{
    private static readonly IStrategy Revision = Strategy.Create(Settings("Revision", 3));

    [Fact]
    public void One_attempt_is_drawn_then_checked()
    {
        Assert.Empty(Assert.Single(Revision.Decide(State()).More().Draw).Turns);
        Revision.Decide(State().Flying(0)).Waits();
        Assert.Equal([0], Revision.Decide(State(Ended(0, "7"))).More().Check);
        Revision.Decide(State(Ended(0, "7")).Awaiting(1)).Waits();
    }

    [Fact]
    public void The_next_attempt_sees_the_answer_and_what_the_verifier_had_against_it()
    {
        var turns = Assert.Single(Revision.Decide(State(Ended(0, "7").Checked(CheckEnd.Failed, "7 is odd"))).More().Draw).Turns;
        Assert.Equal(new Turn("assistant", "#7"), turns[0]);
        Assert.Equal(("user", true), (turns[1].Role, turns[1].Content.Contains("7 is odd", StringComparison.Ordinal)));
        Assert.Equal(2, turns.Count);
    }

    [Fact]
    public void It_is_over_when_one_passes()
    {
        var outcome = Revision.Decide(State(Ended(0, "7").Checked(CheckEnd.Failed), Ended(1, "8").Checked(CheckEnd.Passed))).Answered();
        Assert.Equal((1, 2, "Passed"), (outcome.Winner!.Index, outcome.Cast, outcome.Stopped));
    }

    [Fact]
    public void An_answer_given_before_is_not_checked_again_and_has_the_same_against_it()
    {
        var draft = Assert.Single(Revision.Decide(State(Ended(0, "7").Checked(CheckEnd.Failed, "7 is odd"), Ended(1, "7"))).More().Draw);
        Assert.Equal(4, draft.Turns.Count);
        Assert.Contains("7 is odd", draft.Turns[3].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attempt_without_an_answer_is_told_so_unchecked() => Assert.StartsWith(
        "No answer can be found", Assert.Single(Revision.Decide(State(Ended(0, null))).More().Draw).Turns[1].Content, StringComparison.Ordinal);

    [Fact]
    public void Where_none_passes_the_answer_most_came_to_wins_and_of_equals_the_latest()
    {
        var failed = new[] { Ended(0, "7"), Ended(1, "8"), Ended(2, "9") }.Select(chain => chain.Checked(CheckEnd.Failed)).ToArray();
        var outcome = Revision.Decide(State(failed)).Answered();
        Assert.Equal(2, outcome.Winner!.Index);
        Assert.Equal(["no attempt passed its check: the answer most of them came to"], outcome.Notes);
        Assert.Equal(1, Revision.Decide(State(failed[0], failed[1] with { Answer = "7" }, failed[2])).Answered().Winner!.Index);
    }

    [Fact]
    public void What_could_not_be_checked_goes_before_what_failed()
    {
        var outcome = Revision.Decide(State(
            Ended(0, "7").Checked(CheckEnd.Failed), Ended(1, "8").Checked(CheckEnd.Unknown), Ended(2, "7"))).Answered();
        Assert.Equal(1, outcome.Winner!.Index);
        Assert.Equal(["the verifier could not check 1 of 3 attempts: the answer most of those came to"], outcome.Notes);
    }

    [Fact]
    public void A_failed_attempt_is_drawn_again_with_the_same_turns()
    {
        var wrong = Ended(0, "7").Checked(CheckEnd.Failed, "7 is odd");
        var (before, after) = (Revision.Decide(State(wrong)).More().Draw[0], Revision.Decide(State(wrong, Failed(1))).More().Draw[0]);
        Assert.Equal(before.Turns, after.Turns);
        Assert.Equal(0, Revision.Decide(State([wrong, .. Enumerable.Range(1, 5).Select(Failed)])).Answered().Winner!.Index);
    }

    [Fact]
    public void No_more_than_four_attempts_are_told_of_nor_more_of_a_message_than_its_end()
    {
        var many = Strategy.Create(Settings("Revision", 9));
        var attempts = Enumerable.Range(0, 6).Select(index => Ended(index, $"{index}").Checked(CheckEnd.Failed, new string('x', 5000) + "the end")).ToArray();
        var turns = Assert.Single(many.Decide(State(attempts)).More().Draw).Turns;
        Assert.Equal((8, "#2"), (turns.Count, turns[0].Content));
        Assert.Contains("xthe end", turns[1].Content, StringComparison.Ordinal);
        Assert.InRange(turns[1].Content.Length, 2000, 2200);
    }
}
