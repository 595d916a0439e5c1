using ReasonOps.Operator.RolloutJobs.Desired;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.RolloutJobs.Desired;

public sealed class DrawJobTests
{
    [Fact]
    public void Where_there_are_no_Indexed_Jobs_no_more_partitions_are_begun_than_workers_may_run()
    {
        var job = TestRollouts.Of("parallelism: 2, partitions: 5");
        var begun = TestRollouts.Plan(job, TestRollouts.World(20));
        Assert.Equal(["berry-rollout-0", "berry-rollout-1"], Jobs(begun));

        var one = TestRollouts.Plan(job, TestRollouts.World(20, TestRollouts.Live(begun, "berry-rollout-0", TestRollouts.Complete), TestRollouts.Live(begun, "berry-rollout-1", TestRollouts.Active)));
        Assert.Equal(["berry-rollout-0", "berry-rollout-1", "berry-rollout-2"], Jobs(one));
        Assert.Equal((RolloutStage.Drawing, 1), (one.Stage, one.Draw.Done));

        var held = TestRollouts.Plan(job with { Spec = job.Spec with { Suspend = true } }, TestRollouts.World(20, TestRollouts.Live(begun, "berry-rollout-1", TestRollouts.Active)));
        Assert.Equal(0, (int)RolloutObjects.Of(held).Single(child => child.Type == ChildKinds.Job).Body["spec"]!["parallelism"]!);
    }

    [Fact]
    public void A_queue_decides_when_its_Jobs_run_unless_the_user_suspends()
    {
        var labels = new Dictionary<string, string> { ["kueue.x-k8s.io/queue-name"] = "gpus", ["team"] = "a" };
        var queued = Job(TestRollouts.Plan(labels: labels));
        Assert.Equal("gpus", (string?)queued["metadata"]!["labels"]!["kueue.x-k8s.io/queue-name"]);
        Assert.Null(queued["metadata"]!["labels"]!["team"]);
        Assert.False(queued["spec"]!.AsObject().ContainsKey("suspend"));
        Assert.True((bool)Job(TestRollouts.Plan(TestRollouts.Sample with { Spec = TestRollouts.Sample.Spec with { Suspend = true } }, labels: labels))["spec"]!["suspend"]!);
        Assert.False((bool)Job(TestRollouts.Plan())["spec"]!["suspend"]!);
    }

    [Fact]
    public void A_Job_that_would_now_be_made_otherwise_stays_as_it_was_made()
    {
        var before = TestRollouts.Plan();
        var live = TestRollouts.Live(before, "berry-rollout", TestRollouts.Active);
        var other = TestRollouts.Sample with { Spec = TestRollouts.Sample.Spec with { Parallelism = 4, Worker = new() { Image = "another:2" } } };
        var now = Job(TestRollouts.Plan(other, TestRollouts.World(jobs: live)));
        Assert.Equal(Job(before)["spec"]!["template"]!.ToJsonString(), now["spec"]!["template"]!.ToJsonString());
        Assert.Equal(4, (int)now["spec"]!["parallelism"]!);
    }

    [Fact]
    public void Nothing_secret_stands_in_the_map()
    {
        var service = TestServices.Of("  model: {name: r1}\n  engine: {runtime: openai, endpoints: [{url: \"http://h/v1\", keySecretRef: {name: engine-key}}]}");
        var plan = TestRollouts.Plan(world: TestRollouts.World() with { Service = new("math", service) });
        var children = RolloutObjects.Of(plan);
        Assert.All(children.Where(child => child.Type != ChildKinds.Secret), child => Assert.DoesNotContain("sk-engine", child.Body.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal("sk-engine", Assert.Single(plan.Snapshot!.Engines.Fixed).Key);
        Assert.Empty(plan.Snapshot.Tenants);
    }

    private static IEnumerable<string> Jobs(RolloutPlan plan) => RolloutObjects.Of(plan).Where(child => child.Type == ChildKinds.Job).Select(child => child.Name);

    private static System.Text.Json.Nodes.JsonObject Job(RolloutPlan plan) => RolloutObjects.Of(plan).Single(child => child.Type == ChildKinds.Job).Body;
}
