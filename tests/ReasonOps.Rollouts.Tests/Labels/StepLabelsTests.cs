using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Labels;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Labels;

public sealed class StepLabelsTests
{
    private static readonly StepFormat Steps = new([";"]);

    [Fact]
    public void A_step_is_worth_what_became_of_it()
    {
        var rollouts = Rollout.Of([Trees.Fork(1, "a;", ("b;", "1", Verdict.Right), ("c;", "2", Verdict.Wrong)), Trees.Chain(1, 2, "d;e;", "2", Verdict.Wrong)]);
        var labels = StepLabels.Of(rollouts, Steps);
        Assert.Equal([0.5, 1], labels[0].Soft);
        Assert.Equal([true, true], labels[0].Hard);
        Assert.Equal([0.5, 0], labels[1].Soft);
        Assert.Equal(["d;", "e;"], labels[2].Steps);
        Assert.Equal([false, false], labels[2].Hard);
    }

    [Fact]
    public void What_nothing_could_decide_labels_nothing() =>
        Assert.Empty(StepLabels.Of(Rollout.Of([Trees.Chain(1, 0, "a;", "1", Verdict.Undecided)]), Steps));

    [Fact]
    public void A_pair_is_a_right_chain_and_the_wrong_one_that_goes_with_it_the_longest()
    {
        var rollouts = Rollout.Of(
        [
            Trees.Chain(1, 0, "a;b;c;", "1", Verdict.Right), Trees.Chain(1, 1, "x;", "2", Verdict.Wrong), Trees.Chain(1, 2, "a;b;d;", "2", Verdict.Wrong),
            Trees.Chain(1, 3, "x;y;", "1", Verdict.Right), Trees.Chain(1, 4, "z;", "1", Verdict.Right),
        ]);
        var pairs = PreferencePairs.Of(rollouts, most: 2);
        Assert.Equal([(0, 2, 4), (3, 1, 2)], pairs.Select(pair => (pair.Chosen.Number, pair.Rejected.Number, pair.Shared)));
    }
}
