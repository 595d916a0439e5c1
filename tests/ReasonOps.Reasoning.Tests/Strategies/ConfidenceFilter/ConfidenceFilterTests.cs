using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.ConfidenceFilter;

public class ConfidenceFilterTests
{
    private static readonly IStrategy Filter =
        Strategy.Create(Settings("ConfidenceFilter", 6) with { Confidence = new ConfidenceOptions(Window: 8, WarmUp: 4, Keep: 0.5) });

    /// <summary>Half of four are kept: the bar is 3.</summary>
    private static readonly Chain[] WarmUp = [Ended(3, "1").Sure(1), Ended(0, "2").Sure(4), Ended(2, "1").Sure(2), Ended(1, "3").Sure(3)];

    [Fact]
    public void The_rest_is_not_drawn_before_the_warm_up_has_set_the_bar()
    {
        Assert.Equal(8, Filter.ConfidenceWindow);
        Assert.Equal(4, Filter.Decide(State()).More().Draw.Count);
        Filter.Decide(State(WarmUp[..3]).Flying(1)).Waits();
        Assert.Equal(2, Filter.Decide(State(WarmUp)).More().Draw.Count);
    }

    [Fact]
    public void No_chain_of_the_warm_up_is_cancelled() => Filter.Decide(State(WarmUp[..3]) with { InFlight = [Live(1, 100, 0.1)] }).Waits();

    [Theory]
    [InlineData(16, 2.9, true)]
    [InlineData(8, 2.9, true)]
    [InlineData(7, 2.9, false)]
    [InlineData(16, 3.0, false)]
    [InlineData(16, null, false)]
    public void A_chain_that_falls_below_the_bar_is_cancelled_once_it_fills_a_group(int tokens, double? lowest, bool cancelled)
    {
        var decision = Filter.Decide(State(WarmUp) with { InFlight = [Live(4, tokens, lowest), Live(5, 16, 3.5)] });
        if (cancelled) Assert.Equal([4], decision.More().Cancel);
        else decision.Waits();
    }

    [Fact]
    public void A_cancelled_chain_is_not_drawn_again_and_has_no_vote()
    {
        var cancelled = Ended(4, null) with { End = ChainEnd.Cancelled };
        Filter.Decide(State([.. WarmUp, cancelled]).Flying(5)).Waits();
        var outcome = Filter.Decide(State([.. WarmUp, cancelled, Ended(5, "3").Sure(3.5)])).Answered();
        Assert.Equal((5, 3, 2 / 3.0), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
    }

    [Fact]
    public void Those_on_the_bar_and_above_vote_by_their_least_sure_group()
    {
        // Of the warm-up 2 (4) and 3 (3) are above; 1 has 2.9 and 2.9, which is below.
        var outcome = Filter.Decide(State([.. WarmUp, Ended(4, "1").Sure(2.9), Ended(5, "1").Sure(2.9)])).Answered();
        Assert.Equal((0, 2), (outcome.Winner!.Index, outcome.Cast));
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void An_engine_that_tells_no_confidences_leaves_a_majority_vote()
    {
        var ended = Enumerable.Range(0, 6).Select(index => Ended(index, index % 2 == 0 ? "1" : "2")).ToArray();
        Filter.Decide(State(ended[..4]) with { InFlight = [Live(4, 50, null), Live(5, 50, null)] }).Waits();
        var outcome = Filter.Decide(State(ended)).Answered();
        Assert.Equal((0, 6), (outcome.Winner!.Index, outcome.Cast));
        Assert.Equal(["the engine told no confidences: the majority decided"], outcome.Notes);
    }

    [Fact]
    public void Failed_chains_of_the_warm_up_are_drawn_again()
    {
        Assert.Single(Filter.Decide(State([.. WarmUp[1..], Failed(3)])).More().Draw);
        Assert.Equal(0, Filter.Decide(State([.. Enumerable.Range(1, 11).Select(Failed), Ended(0, "1")])).Answered().Winner!.Index);
    }

    [Theory]
    [InlineData(0, 4, 0.5, "confidence.window: 0 is not 1 or more")]
    [InlineData(8, 0, 0.5, "confidence.warmUp: 0 is not 1 or more")]
    [InlineData(8, 4, 0, "confidence.keep: 0 is not above 0 and at most 1")]
    [InlineData(8, 4, double.NaN, "confidence.keep: NaN is not above 0 and at most 1")]
    public void What_cannot_be_is_named(int window, int warmUp, double keep, string message)
    {
        var settings = Settings("ConfidenceFilter", 6) with { Confidence = new ConfidenceOptions(window, warmUp, keep) };
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Strategy.Create(settings)).Message);
    }

    private static LiveChain Live(int index, int tokens, double? lowest) =>
        new(index, null, tokens, lowest is { } group ? new Confidence(5, group, 5) : null);
}
