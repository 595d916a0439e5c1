using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Strategies.Trees;

namespace ReasonOps.Reasoning.Tests.Strategies.BeamSearch;

public class BeamSearchTests
{
    [Fact]
    public void The_best_steps_are_kept_and_draw_the_next_ones_wherever_they_come_from()
    {
        var tree = new ScriptedTree(("", "a b c d"), ("b", "x y"), ("c", "z w"), ("bx", "=1"), ("by", "=2"))
        {
            Rewards = new() { ["a"] = 0.1, ["b"] = 0.9, ["c"] = 0.8, ["d"] = 0.2, ["bx"] = 0.9, ["by"] = 0.8, ["bx=1"] = 0.9, ["by=2"] = 0.3 },
        };
        var played = tree.Play(Search(4, beams: 2));
        Assert.Equal("- - - - b b c c bx bx by by", ScriptedTree.Told(played));
        Assert.Equal(("1", 4, 0.5), (played.Outcome.Winner!.Answer, played.Outcome.Cast, played.Outcome.Agreement));
        Assert.Equal(4 + 4 + 2, played.Scored);
        Assert.Empty(played.Outcome.Notes);
    }

    [Fact]
    public void Steps_alike_are_scored_once_and_kept_once()
    {
        var tree = new ScriptedTree(("", "a a b a"), ("b", "=2")) { Rewards = new() { ["b"] = 0.6 } };
        var played = tree.Play(Search(4, beams: 1));
        Assert.Equal("- - - - b b b b", ScriptedTree.Told(played));
        Assert.Equal(2 + 1, played.Scored);
    }

    [Theory]
    [InlineData("a a a a a a b c", 3, "b a a a a a a c")]
    [InlineData("a c b c b c c c", 2, "b b b b b b a a")]
    [InlineData("a d d d d d d d", 2, "a a a a a a a d")]
    public void A_step_draws_the_more_next_ones_the_better_it_is_and_the_oftener_it_was_drawn(string drawn, int beams, string next)
    {
        var tree = new ScriptedTree(("", drawn), ("a", "=1"), ("b", "=2"), ("c", "=3"), ("d", "=4"))
        {
            Rewards = new() { ["a"] = 0.8, ["b"] = 0.9, ["c"] = 0.7, ["d"] = 0.01 },
        };
        Assert.Equal($"- - - - - - - - {next}", ScriptedTree.Told(tree.Play(Search(8, beams))));
    }

    [Fact]
    public void A_lone_step_is_not_valued()
    {
        var played = new ScriptedTree(("", "a"), ("a", "=1 =2")) { Rewards = new() { ["a=2"] = 0.9 } }.Play(Search(4, beams: 2));
        Assert.Equal("- - - - a a a a", ScriptedTree.Told(played));
        Assert.Equal((2, "2"), (played.Scored, played.Outcome.Winner!.Answer));
    }

    [Fact]
    public void A_step_that_ends_in_an_answer_takes_a_place_and_the_better_beam_gets_what_is_left_over()
    {
        var tree = new ScriptedTree(("", "a=5 a b c"), ("a", "=1"), ("b", "=2"), ("c", "=3")) { Rewards = new() { ["b"] = 0.9, ["c"] = 0.8 } };
        Assert.Equal("- - - - b b c", ScriptedTree.Told(tree.Play(Search(4, beams: 2))));
    }

    [Fact]
    public void At_the_last_depth_chains_go_to_their_own_end()
    {
        var tree = new ScriptedTree(("", "a b"), ("a", "x"), ("ax", "y"), ("axy", "=1")) { Rewards = new() { ["a"] = 0.9 } };
        var played = tree.Play(Search(2, beams: 1, depth: 2));
        Assert.Equal("- - a a ax+ ax+", ScriptedTree.Told(played));
        Assert.Equal("axy", played.Outcome.Winner!.Reasoning);
    }

    [Fact]
    public void The_leaves_vote_with_their_rewards_and_the_best_of_the_answer_wins()
    {
        var tree = new ScriptedTree(("", "a=2 b=1 c=1.0 d=")) { Rewards = new() { ["a=2"] = 0.5, ["b=1"] = 0.25, ["c=1.0"] = 0.3, ["d="] = 0.9 } };
        var outcome = tree.Play(Search(4, beams: 2)).Outcome;
        Assert.Equal((2, 4, 0.5, null), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement, outcome.Stopped));
    }

    [Theory]
    [InlineData(RewardAggregate.Last, "sb sb ta ta")]
    [InlineData(RewardAggregate.Min, "ta ta ta sb")]
    [InlineData(RewardAggregate.Product, "ta ta ta sb")]
    public void Steps_are_ranked_by_the_rewards_of_their_path(RewardAggregate aggregate, string kept)
    {
        var tree = new ScriptedTree(("", "s t"), ("s", "b"), ("t", "a u"), ("sb", "=2"), ("ta", "=1"), ("tu", "=3"))
        {
            Rewards = new() { ["s"] = 0.2, ["t"] = 0.6, ["sb"] = 0.9, ["ta"] = 0.7, ["tu"] = 0.1 },
        };
        var played = tree.Play(Search(4, beams: 2) with { Reward = new(Aggregate: aggregate) });
        Assert.Equal($"- - - - t t t s {kept}", ScriptedTree.Told(played));
    }

    [Fact]
    public void Without_rewards_the_steps_there_are_go_to_their_end_and_vote_and_the_caller_is_told()
    {
        var tree = new ScriptedTree(("", "a b c a"), ("a", "=1"), ("b", "=2"), ("c", "=2"));
        var played = tree.Play(Search(4, beams: 2), world => world with { Scorer = Port.Away, Rewards = null });
        Assert.Equal("- - - - a+ a+ b+ c+", ScriptedTree.Told(played));
        Assert.Equal(("1", 4, 3), (played.Outcome.Winner!.Answer, played.Outcome.Cast, played.Scored));
        Assert.Equal(["no process rewards could be had (the scorer is away); the chains voted without"], played.Outcome.Notes);
    }

    [Fact]
    public void Failed_chains_are_drawn_again_but_no_more_than_there_are_votes()
    {
        Assert.Equal("- - - - - -", ScriptedTree.Told(new ScriptedTree(("", "a=1 ! ! a=1 b=2 c=3")).Play(Search(4, beams: 2))));
        var lost = new ScriptedTree(("", "!")).Play(Search(4, beams: 2));
        Assert.Equal((8, null), (lost.Drafts.Count, lost.Outcome.Winner));
    }

    [Fact]
    public void What_is_cut_short_never_answers_with_a_partial_chain()
    {
        var tree = new ScriptedTree(("", "a b c=3 d"), ("a", "=1")) { Rewards = new() { ["a"] = 0.9 } };
        Assert.Equal("3", tree.Play(Search(4, beams: 1), world => world with { Room = 4 }).Outcome.Winner!.Answer);
        Assert.Null(new ScriptedTree(("", "a b")).Play(Search(2, beams: 1), world => world with { Room = 2 }).Outcome.Winner);
    }

    [Theory]
    [InlineData(0, 16, "search.beams: 0 is not 1 or more")]
    [InlineData(4, 0, "search.depth: 0 is not 1 or more")]
    public void What_cannot_be_searched_with_is_named(int beams, int depth, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Strategy.Create(Search(4, beams, depth))).Message);

    private static StrategySettings Search(int votes, int beams, int depth = 16) =>
        ScriptedTree.Settings("BeamSearch", votes, new SearchOptions(Beams: beams, Depth: depth));
}
