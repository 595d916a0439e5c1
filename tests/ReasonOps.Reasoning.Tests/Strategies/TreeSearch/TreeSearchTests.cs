using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Strategies.Trees;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Strategies.TreeSearch;

public class TreeSearchTests
{
    private static ScriptedTree Tree => new(("", "a b"), ("a", "x y"), ("ax", "=1"), ("ay", "=2"), ("b", "=3"))
    {
        Rewards = new() { ["a"] = 0.9, ["b"] = 0.3, ["ax=1"] = 0.2, ["ay=2"] = 0.8, ["ax"] = 0.1, ["ay"] = 0.7, ["b=3"] = 0.4 },
    };

    [Fact]
    public void A_step_is_completed_when_it_is_come_to_first_and_expanded_when_it_is_come_to_again()
    {
        // a (0.9) is completed to ax=1 (0.2), which leaves it at 0.55, still above b: its steps are y and x, of which y is completed.
        var played = Tree.Play(Search(3, exploration: 0));
        Assert.Equal("- - a+ a a ay+ ay", ScriptedTree.Told(played));
        Assert.Equal(("2", 3, 2 / 3.0), (played.Outcome.Winner!.Answer, played.Outcome.Cast, played.Outcome.Agreement));
    }

    [Fact]
    public void Exploration_visits_what_has_not_been() =>
        Assert.StartsWith("- - a+ b+ ", ScriptedTree.Told(Tree.Play(Search(3, exploration: 10))), StringComparison.Ordinal);

    [Fact]
    public void Visits_at_a_time_look_at_different_places() =>
        Assert.Equal("- - a+ b+", ScriptedTree.Told(Tree.Play(Search(2, exploration: 0, beams: 2))));

    [Fact]
    public void A_step_drawn_more_often_is_visited_sooner()
    {
        var tree = new ScriptedTree(("", "a b b c"), ("a", "=1"), ("b", "=2"), ("c", "=3"));
        Assert.StartsWith("- - - - b+ ", ScriptedTree.Told(tree.Play(Search(4, exploration: 1, branching: 4))), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_answer_are_leaves_and_there_are_never_more_than_asked_for()
    {
        var played = new ScriptedTree(("", "=1 =2 a =1"), ("a", "=1")).Play(Search(4, exploration: 1, branching: 4));
        Assert.Equal("- - - - a+", ScriptedTree.Told(played));
        Assert.Equal(("1", 4, 0.75), (played.Outcome.Winner!.Answer, played.Outcome.Cast, played.Outcome.Agreement));
    }

    [Fact]
    public void It_ends_where_nothing_is_left_to_visit()
    {
        var played = new ScriptedTree(("", "=1 a"), ("a", "=1")).Play(Search(9, exploration: 1));
        Assert.Equal("- - a+ a a", ScriptedTree.Told(played));
        Assert.Equal(4, played.Outcome.Cast);
    }

    [Fact]
    public void Beyond_the_last_depth_steps_are_only_completed()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "x"), ("ax", "=1"), ("b", "=2"));
        Assert.Equal("- - a+ b+", ScriptedTree.Told(tree.Play(Search(9, exploration: 1, depth: 1))));
    }

    [Fact]
    public void A_leaf_that_passes_its_check_is_the_answer_at_once()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "=1"), ("b", "=0")) { Rewards = new() { ["a"] = 0.9, ["a=1"] = 0.9 } };
        var played = tree.Play(Search(8, exploration: 3) with { Reward = new(Ranking.Verifier) });
        Assert.Equal(("0", "Passed"), (played.Outcome.Winner!.Answer, played.Outcome.Stopped));
        Assert.True(played.Outcome.Cast < 8);
    }

    [Fact]
    public void Without_rewards_leaves_are_worth_their_agreement_and_vote_alike()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "=1 =2"), ("b", "=2"));
        var played = tree.Play(Search(6, exploration: 0), world => world with { Scorer = Port.Away, Rewards = null });
        Assert.Equal(("2", 2), (played.Outcome.Winner!.Answer, played.Scored));
        Assert.Equal(["no process rewards could be had (the scorer is away); the chains voted without"], played.Outcome.Notes);
    }

    [Fact]
    public void The_stop_rule_ends_it()
    {
        var settings = Search(16, exploration: 1) with { Stop = StopRule.Create("Window", 0, 3) };
        var outcome = new ScriptedTree(("", "a b"), ("a", "=1"), ("b", "=1")).Play(settings).Outcome;
        Assert.Equal("Window(3)", outcome.Stopped);
    }

    private static StrategySettings Search(int votes, double exploration, int beams = 1, int branching = 2, int depth = 16) =>
        ScriptedTree.Settings("TreeSearch", votes, new SearchOptions(Beams: beams, Exploration: exploration, Branching: branching, Depth: depth));
}
