using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Pruning;

public sealed class PrunerTests
{
    private static readonly PruneSettings Plain = new();

    [Fact]
    public void Wrong_and_cut_ones_go_unless_they_are_asked_for()
    {
        var rollouts = Rollouts(Trees.Chain(1, 0, "a", "1", Verdict.Right), Trees.Chain(1, 1, "b", "2", Verdict.Wrong), Trees.Chain(1, 2, "c", "1", Verdict.Right, cut: true));
        Assert.Equal([0], Kept(rollouts, Plain));
        Assert.Equal([DropReason.Cut, DropReason.Wrong], Pruner.Prune(rollouts, Plain).Dropped.Select(dropped => dropped.Reason).Order());
        Assert.Equal([0, 2, 1], Kept(rollouts, Plain with { KeepWrong = true, DropCut = false }));
    }

    [Fact]
    public void The_best_rewarded_are_kept_and_of_equals_the_shorter()
    {
        var rollouts = Rollouts(
            Trees.Chain(1, 0, "long one", "1", Verdict.Right, reward: 0.9), Trees.Chain(1, 1, "short", "1", Verdict.Right, reward: 0.9),
            Trees.Chain(1, 2, "poor", "1", Verdict.Right, reward: 0.2));
        Assert.Equal([1, 0], Kept(rollouts, Plain with { KeepPerProblem = 2 }));
        Assert.Equal([1, 0], Kept(rollouts, Plain with { OutcomeThreshold = 0.5 }));
        Assert.Equal([1, 2], Kept(rollouts, Plain with { MaxTokens = 6 }));
    }

    [Fact]
    public void A_problem_that_is_always_right_or_never_teaches_nothing()
    {
        var settings = Plain with { DropUnanimous = true, KeepWrong = true };
        Assert.Empty(Kept(Rollouts(Trees.Chain(1, 0, "a", "1", Verdict.Right), Trees.Chain(1, 1, "b", "1", Verdict.Right)), settings));
        Assert.Empty(Kept(Rollouts(Trees.Chain(1, 0, "a", "1", Verdict.Wrong)), settings));
        Assert.Equal(2, Kept(Rollouts(Trees.Chain(1, 0, "a", "1", Verdict.Right), Trees.Chain(1, 1, "b", "2", Verdict.Wrong)), settings).Length);
        Assert.Single(Kept(Rollouts(Trees.Chain(1, 0, "a", "1", Verdict.Undecided)), settings));
    }

    [Fact]
    public void Texts_that_differ_in_case_and_white_space_alone_are_one()
    {
        var rollouts = Rollouts(Trees.Chain(1, 0, "So  it\nis", "1", Verdict.Right), Trees.Chain(1, 1, "so it is", "1", Verdict.Right));
        Assert.Single(Kept(rollouts, Plain));
        Assert.Equal(2, Kept(rollouts, Plain with { MaxOverlap = null }).Length);
    }

    [Fact]
    public void Texts_that_share_most_of_their_word_sequences_are_one_where_that_is_asked()
    {
        var rollouts = Rollouts(
            Trees.Chain(1, 0, "one two three four five six seven eight", "1", Verdict.Right),
            Trees.Chain(1, 1, "one two three four five six seven nine", "1", Verdict.Right),
            Trees.Chain(1, 2, "quite another way to think of it all", "1", Verdict.Right));
        Assert.Equal(3, Kept(rollouts, Plain).Length);
        Assert.Equal(2, Kept(rollouts, Plain with { MaxOverlap = 0.5 }).Length);
    }

    private static Rollout[] Rollouts(params TrajectoryTree[] trees) => [.. Rollout.Of(trees)];

    private static int[] Kept(IReadOnlyList<Rollout> rollouts, PruneSettings settings) => [.. Pruner.Prune(rollouts, settings).Kept.Select(rollout => rollout.Number)];
}
