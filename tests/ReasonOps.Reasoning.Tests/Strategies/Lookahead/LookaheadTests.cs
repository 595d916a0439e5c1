using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Strategies.Trees;

namespace ReasonOps.Reasoning.Tests.Strategies.Lookahead;

public class LookaheadTests
{
    private static ScriptedTree Tempting => new(("", "a b"), ("a", "x"), ("ax", "=1"), ("b", "y"), ("by", "z"), ("byz", "=2"))
    {
        Rewards = new() { ["a"] = 0.9, ["b"] = 0.4, ["ax"] = 0.1, ["by"] = 0.8, ["byz"] = 0.05, ["ax=1"] = 0.1, ["byz=2"] = 0.9 },
    };

    [Fact]
    public void A_step_is_valued_by_where_it_leads() =>
        Assert.Equal("- - a^ b^ b b by by byz byz", ScriptedTree.Told(Tempting.Play(Search(2, steps: 1))));

    [Fact]
    public void Two_steps_ahead_another_one_is_the_better() =>
        Assert.StartsWith("- - a^ b^ ax^ by^ a a ", ScriptedTree.Told(Tempting.Play(Search(2, steps: 2))), StringComparison.Ordinal);

    [Fact]
    public void With_nothing_ahead_it_is_a_beam_search() =>
        Assert.Equal("- - a a ax ax", ScriptedTree.Told(Tempting.Play(Search(2, steps: 0))));

    [Fact]
    public void A_rollout_that_comes_to_its_answer_goes_no_further_and_has_no_vote()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "=1 =3"), ("b", "y"), ("by", "=2")) { Rewards = new() { ["a=1"] = 0.9, ["a=3"] = 0.2 } };
        var played = tree.Play(Search(2, steps: 3));
        Assert.Equal("- - a^ b^ by^ a a", ScriptedTree.Told(played));
        Assert.Equal(2, played.Outcome.Cast);
    }

    [Fact]
    public void A_rollout_that_fails_is_drawn_again_and_then_done_without()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "!"), ("b", "=2")) { Rewards = new() { ["a"] = 0.1, ["b=2"] = 0.9 } };
        var played = tree.Play(Search(2, steps: 1));
        Assert.Equal("- - a^ b^ a^ a^ b b", ScriptedTree.Told(played));
        Assert.Equal("2", played.Outcome.Winner!.Answer);
    }

    private static StrategySettings Search(int votes, int steps) =>
        ScriptedTree.Settings("Lookahead", votes, new SearchOptions(Beams: 1, Lookahead: steps));
}
