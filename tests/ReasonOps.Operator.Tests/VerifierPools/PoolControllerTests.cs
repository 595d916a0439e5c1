using System.Text.Json;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.VerifierPools;

public sealed class PoolControllerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Pool = """
        apiVersion: reasonops.io/v1alpha1
        kind: VerifierPool
        metadata: {name: sandboxes}
        spec:
          checks: [Math]
          isolation: {mode: Landlock}
          sizing: {ratio: {accelerators: 1, coresPerCpu: 4}, maxReplicas: 8}
        """;

    private const string Verifier = "sandboxes-verifier";

    private async Task<Workbench> OpenAsync(string manifest = Pool)
    {
        var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(manifest);
        return bench;
    }

    [Fact]
    public async Task The_first_pass_writes_each_child_once_and_one_status_and_the_next_nothing()
    {
        await using var bench = await OpenAsync();
        bench.Client.Forget();
        Assert.True((await bench.PassPoolAsync("sandboxes")).IsSuccess);
        Assert.Equal(
            ["apply ConfigMap sandboxes-verifier", "apply Deployment sandboxes-verifier", "apply NetworkPolicy sandboxes-verifier", "apply PodDisruptionBudget sandboxes-verifier",
                "apply Service sandboxes-verifier", "apply ServiceAccount sandboxes-verifier"],
            bench.Client.Writes.Where(write => write.StartsWith("apply", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Single(bench.Client.Writes, write => write.StartsWith("status", StringComparison.Ordinal));

        bench.Client.Forget();
        await bench.PassPoolAsync("sandboxes");
        await bench.CaughtUpAsync((await bench.GetPoolAsync("sandboxes")).Metadata);
        await bench.PassPoolAsync("sandboxes");
        bench.PoolController = bench.MakePoolController();
        await bench.PassPoolAsync("sandboxes");
        Assert.Empty(bench.Client.Writes);
    }

    [Fact]
    public async Task Its_size_follows_the_engine_pods_of_its_consumers_up_at_once_and_down_one_at_a_time()
    {
        await using var bench = await OpenAsync();
        await bench.ApplyAsync(Manifests.Service(more: "verification: {poolRef: {name: sandboxes}}\n  engine: {accelerator: {memory: \"80e9\", resourceName: example.com/gpu}}"));
        await Until.TrueAsync("the service is seen", () => bench.Services.Get(new(bench.Namespace, "math")) is not null);
        Assert.Equal(1, await ReplicasAsync(bench));

        await EngineAsync(bench, "engine-1", accelerators: 2);
        await EngineAsync(bench, "engine-2", accelerators: 3);
        await Until.TrueAsync("both are seen", () => bench.Caches.PodsOf(bench.Owner("math")).Count(pod => pod.Root.At("status", "phase").Text() == "Running") == 2);
        Assert.Equal(5, await ReplicasAsync(bench));
        Assert.Contains((EventType.Normal, "Scaled", "sandboxes-verifier 1 -> 5: the accelerators of the consumers ask for 5"), bench.Events);
        var status = (await bench.GetPoolAsync("sandboxes")).Status;
        Assert.Equal((5, 5, "0/5"), (status.At("floor").Int(), status.At("consumers").Entries().Single().At("accelerators").Int(), status.At("verifiers").Text()));

        await bench.KubectlAsync("delete", "pod", "engine-2", "--grace-period=0", "--force");
        await Until.TrueAsync("it is gone", () => bench.Caches.PodsOf(bench.Owner("math")).Count() == 1);
        Assert.Equal(5, await ReplicasAsync(bench));
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(4, await ReplicasAsync(bench));
        Assert.Equal(4, await ReplicasAsync(bench));
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(3, await ReplicasAsync(bench));
        Assert.Equal([4, 5, 1], (await bench.GetPoolAsync("sandboxes")).Status.At("scaling", "history").Entries().Select(decision => decision.At("from").Int()!.Value));
    }

    [Fact]
    public async Task A_job_that_draws_brings_the_accelerators_of_its_service()
    {
        await using var bench = await OpenAsync();
        await bench.ApplyAsync(Manifests.Service(more: "engine: {accelerator: {memory: \"80e9\", resourceName: example.com/gpu}}"));
        await bench.ApplyAsync("""
            apiVersion: reasonops.io/v1alpha1
            kind: RolloutJob
            metadata: {name: berry}
            spec: {problems: {uri: "pvc://problems/train.jsonl"}, policy: {serviceRef: {name: math} }, verify: {poolRef: {name: sandboxes} }, output: {uri: "pvc://datasets/berry"} }
            """);
        await EngineAsync(bench, "engine-1", accelerators: 3);
        await Until.TrueAsync("all are seen", () => bench.Services.Get(new(bench.Namespace, "math")) is not null && bench.Caches.PodsOf(bench.Owner("math")).Any(pod => pod.Root.At("status", "phase").Text() == "Running"));
        Assert.Equal(1, await ReplicasAsync(bench));

        await bench.KubectlAsync("patch", "rolloutjob", "berry", "--subresource=status", "--type=merge", "-p", """{"status": {"phase": "Progressing"}}""");
        await Until.TrueAsync("it draws", () => bench.Rollouts.Get(new(bench.Namespace, "berry"))?.Status.At("phase").Text() == "Progressing");
        Assert.Equal(3, await ReplicasAsync(bench));
    }

    [Fact]
    public async Task A_hand_decides_while_it_is_there()
    {
        await using var bench = await OpenAsync();
        await bench.PassPoolAsync("sandboxes");
        await bench.KubectlAsync("patch", "vpool", "sandboxes", "--type=merge", "-p", """{"spec": {"replicas": 3}}""");
        Assert.Equal(3, await ReplicasAsync(bench));
        await bench.KubectlAsync("scale", "vpool/sandboxes", "--replicas=0");
        Assert.Equal(0, await ReplicasAsync(bench));
        await bench.KubectlAsync("patch", "vpool", "sandboxes", "--type=merge", "-p", """{"spec": {"replicas": null}}""");
        Assert.Equal(1, await ReplicasAsync(bench));
    }

    [Fact]
    public async Task Keys_come_as_hashes_and_a_missing_secret_lets_nobody_pass()
    {
        await using var bench = await OpenAsync(Pool + "\n  keys: {secretRef: {name: callers}}");
        await bench.PassPoolAsync("sandboxes");
        Assert.Equal("CallerKeysMissing", (await bench.GetPoolAsync("sandboxes")).Status.Condition("Ready").At("reason").Text());
        Assert.Equal("[]", (await SettingsAsync(bench)).GetProperty("keyHashes").GetRawText());

        await bench.ApplyAsync(Manifests.Secret("callers", "vk-1"));
        var owner = new OwnerKey(OwnerKind.Pool, new(bench.Namespace, "sandboxes"));
        await Until.TrueAsync("the keys are seen", async () => (await bench.Secrets.ReadAsync(owner, [new("callers")], default)).Count == 1);
        await bench.PassPoolAsync("sandboxes");
        Assert.Equal(Api.Snapshots.SnapshotBuilder.HashKey("vk-1"), Assert.Single((await SettingsAsync(bench)).GetProperty("keyHashes").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_service_says_whether_its_pool_is_there_and_serves_without_it()
    {
        await using var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Secret());
        await bench.ApplyAsync(Manifests.Service(more: "verification: {poolRef: {name: sandboxes}}"));
        await bench.PassAsync("math");
        Assert.Equal(("False", "PoolNotFound"), await SaysAsync(bench));
        Assert.Equal("True", (await bench.GetAsync("math")).Status.Condition("Accepted").At("status").Text());

        await bench.ApplyAsync(Pool);
        await Until.TrueAsync("the pool is seen", () => bench.Pools.Get(new(bench.Namespace, "sandboxes")) is not null);
        await bench.PassAsync("math");
        Assert.Equal(("False", "VerifiersUnavailable"), await SaysAsync(bench));
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_ran_stays()
    {
        await using var bench = await OpenAsync();
        await bench.PassPoolAsync("sandboxes");
        bench.Client.Forget();
        var broken = (await bench.GetPoolAsync("sandboxes")) with { Spec = JsonSerializer.Deserialize<JsonElement>("""{"checks": []}""") };

        await bench.PoolController.ReconcileAsync(broken, CancellationToken.None);

        Assert.All(bench.Client.Writes, write => Assert.StartsWith("status", write, StringComparison.Ordinal));
        var accepted = (await bench.GetPoolAsync("sandboxes")).Status.Condition("Accepted");
        Assert.Equal(("False", "Invalid"), (accepted.At("status").Text(), accepted.At("reason").Text()));
        Assert.Contains("spec.isolation: is required", accepted.At("message").Text(), StringComparison.Ordinal);
    }

    /// <summary>After a pass, as the server has them.</summary>
    private static async Task<int> ReplicasAsync(Workbench bench)
    {
        await bench.PassPoolAsync("sandboxes");
        return (await bench.GetAsync(ChildKinds.Deployment, Verifier))!.Root.At("spec", "replicas").Int()!.Value;
    }

    private static async Task<JsonElement> SettingsAsync(Workbench bench) =>
        JsonSerializer.Deserialize<JsonElement>((await bench.GetAsync(ChildKinds.ConfigMap, Verifier))!.Root.At("data", "verifier.json").Text()!);

    private static async Task<(string?, string?)> SaysAsync(Workbench bench)
    {
        var condition = (await bench.GetAsync("math")).Status.Condition("VerifierAvailable");
        return (condition.At("status").Text(), condition.At("reason").Text());
    }

    /// <summary>A pod as the operator's own are, on a node that runs it.</summary>
    private static async Task EngineAsync(Workbench bench, string name, int accelerators)
    {
        await bench.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: {{name}}
              labels: {app.kubernetes.io/managed-by: reasonops, app.kubernetes.io/component: engine, reasonops.io/service: math}
            spec:
              containers:
              - {name: engine, image: x, resources: {limits: {example.com/gpu: "{{accelerators}}"} } }
            """);
        await bench.KubectlAsync("patch", "pod", name, "--subresource=status", "--type=merge", "-p", """
            {"status": {"phase": "Running", "conditions": [{"type": "PodScheduled", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
            """);
    }
}
