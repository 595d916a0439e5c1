using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Desired;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.RolloutJobs.Plan;

public sealed class RolloutStagesTests
{
    [Fact]
    public void A_job_waits_for_what_it_names_draws_writes_and_is_complete()
    {
        var missing = TestRollouts.Plan(world: TestRollouts.World() with { Service = null });
        Assert.Equal((RolloutStage.Waiting, "ServiceNotFound"), (missing.Stage, missing.Why.Reason));
        Assert.Empty(RolloutObjects.Of(missing));
        Assert.False(missing.MayPrune);
        Assert.Equal("PoolNotFound", TestRollouts.Plan(world: TestRollouts.World() with { Pool = null }).Why.Reason);

        Assert.Equal("JudgeNotServed", TestRollouts.Plan(TestRollouts.Of("verify: {judge: {serviceRef: {name: other} } }")).Why.Reason);

        var drawing = TestRollouts.Plan();
        Assert.Equal(RolloutStage.Drawing, drawing.Stage);
        var drawn = TestRollouts.Live(drawing, "berry-rollout", TestRollouts.Complete);
        var writing = TestRollouts.Plan(world: TestRollouts.World(jobs: drawn));
        Assert.Equal(RolloutStage.Writing, writing.Stage);
        var complete = TestRollouts.Plan(world: TestRollouts.World(jobs: [drawn, TestRollouts.Live(writing, "berry-write", TestRollouts.Complete)]));
        Assert.Equal((RolloutStage.Complete, "DatasetWritten"), (complete.Stage, complete.Why.Reason));
    }

    [Theory]
    [InlineData("BackoffLimitExceeded", "BackoffLimitExceeded")]
    [InlineData("PodFailurePolicy", "WrongInput")]
    public void A_Job_that_was_given_up_is_the_end(string reason, string told)
    {
        var failed = TestRollouts.Plan(world: TestRollouts.World(jobs: TestRollouts.Live(TestRollouts.Plan(), "berry-rollout", TestRollouts.Failed(reason))));
        Assert.Equal((RolloutStage.Failed, told), (failed.Stage, failed.Why.Reason));
        Assert.Empty(RolloutObjects.Of(failed));
    }

    [Fact]
    public void What_runs_beyond_the_deadline_is_stopped()
    {
        var job = TestRollouts.Of("activeDeadline: 1h");
        var live = TestRollouts.Live(TestRollouts.Plan(job), "berry-rollout", TestRollouts.Active);
        Assert.Equal(RolloutStage.Drawing, TestRollouts.Plan(job, TestRollouts.World(jobs: live), now: TestRollouts.Noon.AddSeconds(-1)).Stage);
        var late = TestRollouts.Plan(job, TestRollouts.World(jobs: live));
        Assert.Equal((RolloutStage.Failed, "DeadlineExceeded"), (late.Stage, late.Why.Reason));
        Assert.True((bool)Assert.Single(RolloutObjects.Of(late)).Body["spec"]!["suspend"]!);
    }

    /// <summary>Whatever becomes of its Jobs: they may be deleted, and would be made anew.</summary>
    [Fact]
    public void An_end_that_was_told_is_for_good_and_its_children_go_when_their_time_is_over()
    {
        var job = TestRollouts.Of("ttlAfterFinished: 1h");
        var last = Ended();
        var kept = TestRollouts.Plan(job, last: last, now: TestRollouts.Noon.AddMinutes(59));
        Assert.Equal((RolloutStage.Complete, false), (kept.Stage, kept.MayPrune));
        Assert.Equal(TimeSpan.FromSeconds(61), kept.NextLook);
        var gone = TestRollouts.Plan(job, last: last, now: TestRollouts.Noon.AddHours(1));
        Assert.Equal((RolloutStage.Complete, true), (gone.Stage, gone.MayPrune));
        Assert.Empty(RolloutObjects.Of(gone));
        Assert.Equal(last, TestRollouts.Status(gone, last, TestRollouts.Noon.AddHours(1)) with { Conditions = last.Conditions, ObservedGeneration = last.ObservedGeneration });
    }

    [Fact]
    public void Partitions_stay_as_they_were_first()
    {
        var plan = TestRollouts.Plan(TestRollouts.Of("parallelism: 9"), last: new() { Partitions = 3 });
        Assert.Equal(3, plan.Partitions);
        Assert.Equal(3, (int)RolloutObjects.Of(plan).Single(child => child.Type == ChildKinds.Job).Body["spec"]!["parallelism"]!);
    }

    private static RolloutJobStatus Ended()
    {
        var drawing = TestRollouts.Plan();
        var drawn = TestRollouts.Live(drawing, "berry-rollout", TestRollouts.Complete);
        var writing = TestRollouts.Plan(world: TestRollouts.World(jobs: drawn));
        var plan = TestRollouts.Plan(world: TestRollouts.World(jobs: [drawn, TestRollouts.Live(writing, "berry-write", TestRollouts.Complete)]));
        return TestRollouts.Status(plan);
    }
}
