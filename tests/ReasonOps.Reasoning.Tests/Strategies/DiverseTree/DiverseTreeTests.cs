using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Strategies.Trees;

namespace ReasonOps.Reasoning.Tests.Strategies.DiverseTree;

public class DiverseTreeTests
{
    [Fact]
    public void Subtrees_never_compete()
    {
        var tree = new ScriptedTree(("", "a b c d"), ("a", "x y"), ("b", "z w"), ("ax", "=1"), ("bw", "=2"))
        {
            Rewards = new() { ["a"] = 0.9, ["b"] = 0.8, ["ax"] = 0.9, ["ay"] = 0.85, ["bz"] = 0.1, ["bw"] = 0.2, ["ax=1"] = 0.3, ["bw=2"] = 0.7 },
        };
        var played = tree.Play(Search(4, subtrees: 2));
        Assert.Equal("- - - - a a b b ax ax bw bw", ScriptedTree.Told(played));
        Assert.Equal(("2", 4), (played.Outcome.Winner!.Answer, played.Outcome.Cast));
    }

    [Fact]
    public void Subtrees_that_begin_alike_stay_one_until_their_steps_differ()
    {
        var tree = new ScriptedTree(("", "a"), ("a", "x y"), ("ax", "=1"), ("ay", "=2"));
        Assert.Equal("- - - - a a a a ax ax ay ay", ScriptedTree.Told(tree.Play(Search(4, subtrees: 2))));
    }

    [Fact]
    public void Leftover_places_and_subtrees_go_to_the_first_steps()
    {
        var tree = new ScriptedTree(("", "b a"), ("a", "=1"), ("b", "=2"));
        // Three subtrees, two distinct steps: neither is valued, the first drawn stands for two subtrees and four of the seven chains.
        Assert.Equal("- - - - - - - b b b b a a a", ScriptedTree.Told(tree.Play(Search(7, subtrees: 3))));
    }

    [Fact]
    public void A_subtree_whose_chains_have_ended_is_over_and_the_others_go_on()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "=1"), ("b", "x"), ("bx", "=2"));
        Assert.Equal("- - - - a a b b bx bx", ScriptedTree.Told(tree.Play(Search(4, subtrees: 2))));
    }

    [Fact]
    public void A_subtree_without_rewards_goes_to_its_end()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "=1"), ("b", "=2"));
        var played = tree.Play(Search(3, subtrees: 1), world => world with { Scorer = Port.Away, Rewards = null });
        Assert.Equal("- - - a+ a+ b+", ScriptedTree.Told(played));
        Assert.Single(played.Outcome.Notes);
    }

    private static StrategySettings Search(int votes, int subtrees) =>
        ScriptedTree.Settings("DiverseTree", votes, new SearchOptions(Beams: subtrees));
}
