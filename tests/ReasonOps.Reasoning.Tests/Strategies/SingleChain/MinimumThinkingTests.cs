using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.SingleChain;

public class MinimumThinkingTests
{
    private static readonly IStrategy Single = Strategy.Create(Settings("SingleChain", 1) with { MinReasoningTokens = 30 });

    [Fact]
    public void A_chain_that_thought_too_little_goes_on_from_what_it_thought()
    {
        var draft = Assert.Single(Single.Decide(State(Thought(0, 10))).More().Draw);
        Assert.Equal(new Draft { Parent = 0, Append = "\nWait" }, draft with { Turns = Draft.Fresh.Turns });
        draft = Assert.Single(Single.Decide(State(Thought(0, 10), Thought(1, 20))).More().Draw);
        Assert.Equal(1, draft.Parent);
    }

    [Fact]
    public void A_chain_that_thought_enough_is_the_answer() =>
        Assert.Equal(1, Single.Decide(State(Thought(0, 10), Thought(1, 30))).Answered().Winner!.Index);

    [Fact]
    public void It_is_not_told_before_it_is_known_to_be_the_last_word()
    {
        Assert.False(Single.Live);
        Assert.True(Strategy.Create(Settings("SingleChain", 1)).Live);
        Single.Decide(State(Thought(0, 10)).Flying(1)).Waits();
    }

    [Fact]
    public void What_its_budget_closed_or_cut_cannot_think_on()
    {
        Assert.Equal(0, Single.Decide(State(Thought(0, 10) with { Forced = true })).Answered().Winner!.Index);
        Assert.Equal(0, Single.Decide(State(Thought(0, 10) with { End = ChainEnd.Length })).Answered().Winner!.Index);
    }

    [Fact]
    public void It_is_told_to_wait_four_times_at_most()
    {
        var outcome = Single.Decide(State([.. Enumerable.Range(0, 5).Select(index => Thought(index, 10 + index))])).Answered();
        Assert.Equal(4, outcome.Winner!.Index);
        Assert.Equal(["it thought 14 tokens of the 30 it should have"], outcome.Notes);
    }

    [Fact]
    public void A_continuation_that_fails_is_drawn_once_more_and_then_what_was_said_before_stands()
    {
        Assert.Equal(0, Assert.Single(Single.Decide(State(Thought(0, 10), Failed(1))).More().Draw).Parent);
        Assert.Equal(0, Single.Decide(State(Thought(0, 10), Failed(1), Failed(2))).Answered().Winner!.Index);
    }

    private static Chain Thought(int index, int tokens) => Ended(index, "7") with { ReasoningTokens = tokens };
}
