using ReasonOps.Reasoning.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Search;

public sealed class SearchTests
{
    [Theory]
    [InlineData(SearchKind.Independent)]
    [InlineData(SearchKind.Branching)]
    [InlineData(SearchKind.MonteCarlo)]
    [InlineData(SearchKind.TreeSearch)]
    [InlineData(SearchKind.BeamSearch)]
    [InlineData(SearchKind.DiverseTree)]
    public async Task Every_search_gives_whole_checked_chains_and_the_same_by_the_same_seed(SearchKind kind)
    {
        var tree = await DrawAsync(kind, leaves: 8, seed: 5);
        Assert.InRange(tree.Count, 1, 8);
        Assert.All(tree.Leaves, leaf =>
        {
            Assert.NotEqual(Verdict.Undecided, leaf.Verdict);
            Assert.Equal(3, tree.ReasoningOf(leaf).Count(letter => letter == ';'));
            Assert.Equal(leaf.Answer == "3", leaf.Verdict == Verdict.Right);
        });
        Assert.All(tree.Nodes.Index(), node => Assert.True(node.Item.Parent is null || node.Item.Parent < node.Index));
        Assert.Equal(Texts(tree), Texts(await DrawAsync(kind, leaves: 8, seed: 5)));
        Assert.NotEqual(Texts(tree), Texts(await DrawAsync(kind, leaves: 8, seed: 6)));
    }

    [Fact]
    public async Task Branches_leave_the_trunk_at_several_steps_and_what_they_share_is_drawn_once()
    {
        var (alone, shared) = (new World(), new World());
        var independent = await DrawAsync(SearchKind.Independent, 16, 5, alone);
        var branching = await DrawAsync(SearchKind.Branching, 16, 5, shared);
        Assert.Equal((16, 16), (independent.Count, branching.Count));
        Assert.InRange(branching.Nodes.Where(node => node.Parent is not null).Select(node => node.Parent).Distinct().Count(), 2, 4);
        Assert.InRange((double)shared.Drawn / alone.Drawn, 0.3, 0.75);
        Assert.InRange(branching.Nodes.Sum(node => node.Tokens) + branching.Leaves.Sum(leaf => leaf.Tokens), 1, shared.Drawn);
    }

    [Fact]
    public async Task A_chain_that_fails_is_drawn_again_within_bounds()
    {
        var tree = await DrawAsync(SearchKind.Branching, 8, 5, new World { Fault = (_, attempt) => attempt % 3 == 0 ? "the engine is gone" : null });
        Assert.Equal(8, tree.Count);
        Assert.Equal(0, (await DrawAsync(SearchKind.Branching, 8, 5, new World { Fault = (_, _) => "the engine is gone" })).Count);
    }

    private static async Task<TrajectoryTree> DrawAsync(SearchKind kind, int leaves, long seed, World? world = null)
    {
        var settings = World.Settings(kind);
        var runner = (world ?? new World()).RunnerFor(World.Problem(2), "2+1=");
        await foreach (var told in runner.RunAsync(settings.Search.Strategy(leaves), settings.Budget, settings.AnswerFormat, seed, CancellationToken.None))
            if (told is RunEvent.Finished finished) return TreeBuilder.Of(finished.Result, 2, 0, 0, seed, leaves);
        throw new InvalidOperationException("the run did not end");
    }

    private static string[] Texts(TrajectoryTree tree) => [.. tree.Leaves.Select(leaf => tree.ReasoningOf(leaf) + leaf.Content)];
}
