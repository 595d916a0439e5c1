using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.RolloutJobs;

/// <summary>On a server before 1.24: a Job for each partition, and no Job can be suspended itself.</summary>
public sealed class RolloutControllerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Job = """
        apiVersion: reasonops.io/v1alpha1
        kind: RolloutJob
        metadata: {name: berry}
        spec:
          problems: {uri: "pvc://problems/train.jsonl"}
          policy: {serviceRef: {name: math} }
          output: {uri: "pvc://datasets/berry"}
          parallelism: 2
          partitions: 2
        """;

    private const string Succeeded = """{"status": {"succeeded": 1, "startTime": "2026-01-01T00:00:00Z", "conditions": [{"type": "Complete", "status": "True"}]}}""";

    private static readonly string[] Draws = ["berry-rollout-0", "berry-rollout-1"];

    private async Task<(Workbench, RolloutController)> OpenAsync()
    {
        var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Service());
        await bench.ApplyAsync(Job);
        await Until.TrueAsync("both are seen", () => bench.Services.Get(new(bench.Namespace, "math")) is not null && bench.Rollouts.Get(new(bench.Namespace, "berry")) is not null);
        return (bench, bench.MakeRolloutController());
    }

    [Fact]
    public async Task The_first_pass_writes_each_child_once_and_one_status_and_the_next_nothing()
    {
        var (bench, controller) = await OpenAsync();
        await using var _ = bench;
        bench.Client.Forget();
        await PassAsync(bench, controller);
        Assert.Equal(
            ["apply ConfigMap berry-rollout", "apply Job berry-rollout-0", "apply Job berry-rollout-1", "apply NetworkPolicy berry-rollout", "apply Secret berry-rollout", "apply ServiceAccount berry-rollout"],
            bench.Client.Writes.Where(write => write.StartsWith("apply", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Single(bench.Client.Writes, write => write.StartsWith("status", StringComparison.Ordinal));
        await NothingMoreAsync(bench, controller);
    }

    [Fact]
    public async Task Suspended_its_Jobs_want_no_pod_and_nothing_is_written_and_resumed_they_want_theirs_again()
    {
        var (bench, controller) = await OpenAsync();
        await using var _ = bench;
        await SettleAsync(bench, controller);
        Assert.Equal(Enumerable.Repeat(1, 2), await ParallelismAsync(bench));

        await SuspendAsync(bench, controller, "true");
        Assert.Equal(Enumerable.Repeat(0, 2), await ParallelismAsync(bench));
        Assert.Equal("Suspended", (await bench.GetRolloutAsync("berry")).Status.At("phase").Text());
        await NothingMoreAsync(bench, controller);

        await SuspendAsync(bench, controller, "false");
        Assert.Equal(Enumerable.Repeat(1, 2), await ParallelismAsync(bench));
        Assert.Equal("Progressing", (await bench.GetRolloutAsync("berry")).Status.At("phase").Text());
    }

    [Fact]
    public async Task When_all_is_drawn_it_is_written_and_an_ended_job_writes_nothing_any_more()
    {
        var (bench, controller) = await OpenAsync();
        await using var _ = bench;
        await SettleAsync(bench, controller);
        foreach (var draw in Draws) await SucceedAsync(bench, draw);
        await SettleAsync(bench, controller);
        Assert.Equal([.. Draws, "berry-write"], Jobs(bench));

        await SucceedAsync(bench, "berry-write");
        await SettleAsync(bench, controller);
        var status = (await bench.GetRolloutAsync("berry")).Status;
        Assert.Equal(("Complete", "True", 2), (status.At("phase").Text(), status.Condition("Complete").At("status").Text(), status.At("partitionsDone").Int()));
        await NothingMoreAsync(bench, controller);
    }

    private static async Task PassAsync(Workbench bench, RolloutController controller) =>
        Assert.True((await controller.ReconcileAsync(await bench.GetRolloutAsync("berry"), CancellationToken.None)).IsSuccess);

    /// <summary>A pass, with the caches as the server is after it.</summary>
    private static async Task SettleAsync(Workbench bench, RolloutController controller)
    {
        await PassAsync(bench, controller);
        await bench.CaughtUpAsync((await bench.GetRolloutAsync("berry")).Metadata);
    }

    private static async Task SuspendAsync(Workbench bench, RolloutController controller, string suspend)
    {
        await bench.KubectlAsync("patch", "rolloutjob", "berry", "--type=merge", "-p", $$"""{"spec": {"suspend": {{suspend}} } }""");
        await SettleAsync(bench, controller);
    }

    /// <summary>Neither now, nor after a restart.</summary>
    private static async Task NothingMoreAsync(Workbench bench, RolloutController controller)
    {
        await SettleAsync(bench, controller);
        bench.Client.Forget();
        await PassAsync(bench, controller);
        await PassAsync(bench, bench.MakeRolloutController());
        Assert.Empty(bench.Client.Writes);
    }

    private static async Task SucceedAsync(Workbench bench, string job)
    {
        await bench.KubectlAsync("patch", "job", job, "--subresource=status", "--type=merge", "-p", Succeeded);
        await bench.CaughtUpAsync((await bench.GetRolloutAsync("berry")).Metadata);
    }

    private static async Task<IEnumerable<int>> ParallelismAsync(Workbench bench) =>
        (await Task.WhenAll(Draws.Select(draw => bench.GetAsync(ChildKinds.Job, draw)))).Select(job => job!.Root.At("spec", "parallelism").Int()!.Value);

    private static string[] Jobs(Workbench bench) =>
        [.. bench.Caches.OwnedBy(bench.Rollouts.Get(new(bench.Namespace, "berry"))!.Metadata.Uid!).Where(child => child.Type == ChildKinds.Job)
            .Select(child => child.Live.Metadata.Name!).Order(StringComparer.Ordinal)];
}
