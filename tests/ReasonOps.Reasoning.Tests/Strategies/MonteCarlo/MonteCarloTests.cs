using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Strategies.Trees;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Strategies.MonteCarlo;

public class MonteCarloTests
{
    [Fact]
    public void The_step_whose_completions_agree_most_is_gone_on_from()
    {
        var played = new ScriptedTree(("", "a b"), ("a", "=1 =2 =3"), ("b", "=4")).Play(Search(12));
        Assert.Equal("- - a+ a+ a+ b+ b+ b+ b b", ScriptedTree.Told(played));
        Assert.Equal(("4", 8, 5 / 8.0, 0), (played.Outcome.Winner!.Answer, played.Outcome.Cast, played.Outcome.Agreement, played.Scored));
    }

    [Fact]
    public void With_a_verifier_right_is_what_it_passes_and_the_first_pass_ends_it()
    {
        var played = new ScriptedTree(("", "a b"), ("a", "=1 =0 =3"), ("b", "=4")).Play(Verified(12));
        Assert.Equal("- - a+ a+ a+ b+ b+ b+", ScriptedTree.Told(played));
        Assert.Equal(("0", "Passed", 4), (played.Outcome.Winner!.Answer, played.Outcome.Stopped, played.Checked));
    }

    [Fact]
    public void Where_the_verifier_cannot_be_had_completions_agree_and_the_caller_is_told()
    {
        var played = new ScriptedTree(("", "a b"), ("a", "=1 =0 =3"), ("b", "=4")).Play(Verified(12), world => world with { Checker = Port.Away });
        Assert.Equal("- - a+ a+ a+ b+ b+ b+ b b", ScriptedTree.Told(played));
        Assert.Equal("4", played.Outcome.Winner!.Answer);
        Assert.Equal(["no checks could be had (no reason was given); the chains voted without"], played.Outcome.Notes);
    }

    [Fact]
    public void A_step_without_a_rival_is_taken_as_it_is()
    {
        var played = new ScriptedTree(("", "a"), ("a", "x y"), ("ax", "=1"), ("ay", "=2 =3 =1")).Play(Search(6));
        Assert.StartsWith("- - a a ax+ ax+ ax+ ay+ ay+ ay+", ScriptedTree.Told(played), StringComparison.Ordinal);
        Assert.Equal(6, played.Outcome.Cast);
    }

    [Fact]
    public void The_steps_of_the_last_depth_share_all_that_is_left()
    {
        var played = new ScriptedTree(("", "a b"), ("a", "=1"), ("b", "=2")).Play(Search(10, depth: 1));
        Assert.Equal("- - a+ a+ a+ a+ a+ b+ b+ b+ b+ b+", ScriptedTree.Told(played));
    }

    [Fact]
    public void What_few_chains_there_are_complete_the_likelier_steps()
    {
        var played = new ScriptedTree(("", "a b b =3"), ("a", "=1"), ("b", "=2")).Play(Search(4, branching: 4, depth: 1));
        Assert.Equal("- - - - b+ a+", ScriptedTree.Told(played));
        Assert.Equal(3, played.Outcome.Cast);
    }

    [Fact]
    public void The_stop_rule_ends_it()
    {
        var settings = Search(24) with { Stop = StopRule.Create("Window", 0, 3) };
        var outcome = new ScriptedTree(("", "a b"), ("a", "=1"), ("b", "=1")).Play(settings).Outcome;
        Assert.Equal((6, "Window(3)"), (outcome.Cast, outcome.Stopped));
    }

    private static StrategySettings Verified(int votes) => Search(votes) with { Reward = new(Ranking.Verifier) };

    private static StrategySettings Search(int votes, int branching = 2, int depth = 16) =>
        ScriptedTree.Settings("MonteCarlo", votes, new SearchOptions(Branching: branching, Completions: 3, Depth: depth));
}
