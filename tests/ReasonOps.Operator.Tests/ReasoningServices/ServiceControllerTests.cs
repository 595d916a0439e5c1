using System.Text;
using System.Text.Json;
using ReasonOps.Api.Snapshots;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices;

public sealed class ServiceControllerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private async Task<Workbench> OpenAsync(string manifest)
    {
        var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Secret());
        await bench.ApplyAsync(manifest);
        await Until.TrueAsync("the key is seen", async () => (await bench.Secrets.ReadAsync(bench.Owner("probe"), [new("free-keys")], default)).Count == 1);
        return bench;
    }

    private static async Task<(string Status, string Reason, string Message)> SaysAsync(Workbench bench, string type, string name = "math")
    {
        var conditions = (await bench.GetAsync(name)).Status.GetProperty("conditions").EnumerateArray();
        var condition = conditions.Single(each => each.GetProperty("type").GetString() == type);
        return (condition.GetProperty("status").GetString()!, condition.GetProperty("reason").GetString()!, condition.GetProperty("message").GetString()!);
    }

    private static async Task<string> SnapshotAsync(Workbench bench)
    {
        var secret = await bench.GetAsync(ChildKinds.Secret, new ServiceNames("math").Snapshot);
        return string.Concat(secret!["data"].EnumerateObject().Select(entry => Encoding.UTF8.GetString(entry.Value.GetBytesFromBase64())));
    }

    [Fact]
    public async Task The_first_pass_writes_each_child_once_and_one_status_and_the_next_nothing()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        bench.Client.Forget();
        Assert.True((await bench.PassAsync("math")).IsSuccess);
        var writes = bench.Client.Writes;
        Assert.Equal(writes.Count, writes.Distinct().Count());
        Assert.Single(writes, write => write.StartsWith("status", StringComparison.Ordinal));
        Assert.Contains("apply Deployment math-engine", writes);
        Assert.Contains("apply Deployment math-gateway", writes);

        bench.Client.Forget();
        Assert.True((await bench.PassAsync("math")).IsSuccess);
        Assert.Empty(bench.Client.Writes);
        await bench.CaughtUpAsync("math");
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.All(bench.Client.Asked, asked => Assert.StartsWith("watch", asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operator_that_starts_again_writes_nothing()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.CaughtUpAsync("math");
        bench.Client.Forget();
        bench.Events.Clear();
        bench.Controller = bench.MakeController();
        await bench.PassAsync("math");
        Assert.Empty(bench.Client.Writes);
        Assert.Empty(bench.Events);
    }

    [Fact]
    public async Task What_is_edited_by_hand_is_mended_and_what_a_user_added_stays()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.KubectlAsync("patch", "deployment", "math-gateway", "--type=merge", "-p",
            """{"metadata": {"annotations": {"team": "a"}}, "spec": {"replicas": 7, "template": {"metadata": {"annotations": {"seen": "yes"}}}}}""");
        await bench.CaughtUpAsync("math");
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.Equal(["apply Deployment math-gateway"], bench.Client.Writes.Where(write => write.StartsWith("apply", StringComparison.Ordinal)));
        var mended = (await bench.GetAsync(ChildKinds.Deployment, "math-gateway"))!;
        Assert.Equal(1, mended["spec"].GetProperty("replicas").GetInt32());
        Assert.Equal("a", mended.Metadata.Annotations!["team"]);
        Assert.Equal("yes", mended["spec"].GetProperty("template").GetProperty("metadata").GetProperty("annotations").GetProperty("seen").GetString());
    }

    [Fact]
    public async Task A_child_that_was_deleted_is_made_again()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.CaughtUpAsync("math");
        await bench.KubectlAsync("delete", "service", "math-engine");
        await bench.CaughtUpAsync("math");
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.Contains("apply Service math-engine", bench.Client.Writes);
    }

    [Fact]
    public async Task A_child_that_is_no_longer_desired_is_pruned_once_and_a_strangers_is_not()
    {
        await using var bench = await OpenAsync(Manifests.Service(more: "gateway: {ingress: {host: math.example.com}}"));
        await bench.KubectlAsync("create", "ingress", "other", "--rule=a.example.com/=x:80");
        await bench.KubectlAsync("label", "ingress", "other", "app.kubernetes.io/managed-by=reasonops", "reasonops.io/service=math");
        await bench.PassAsync("math");
        Assert.NotNull(await bench.GetAsync(ChildKinds.Ingress(bench.Caches.Served)!, "math"));
        await bench.ApplyAsync(Manifests.Service());
        await bench.CaughtUpAsync("math");
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.Equal(["delete Ingress math"], bench.Client.Writes.Where(write => !write.StartsWith("status", StringComparison.Ordinal)));
        Assert.Contains(bench.Events, said => said is { Reason: "Pruned", Message: "Ingress math" });
        await bench.CaughtUpAsync("math");
        Assert.Null(await bench.GetAsync(ChildKinds.Ingress(bench.Caches.Served)!, "math"));
        Assert.NotNull(await bench.GetAsync(ChildKinds.Ingress(bench.Caches.Served)!, "other"));
    }

    [Fact]
    public async Task A_key_that_is_rotated_changes_the_snapshot_and_no_pod()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        Assert.Contains(SnapshotBuilder.HashKey("rk-1"), await SnapshotAsync(bench), StringComparison.Ordinal);
        await bench.CaughtUpAsync("math");
        var woken = new TaskCompletionSource<OwnerKey>();
        bench.Secrets.Changed += owner => { if (owner.Key.Name == "math") woken.TrySetResult(owner); };
        await bench.ApplyAsync(Manifests.Secret(key: "rk-2"));
        Assert.Equal(bench.Owner("math"), await woken.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.Equal(["apply Secret math-snapshot"], bench.Client.Writes);
        var snapshot = await SnapshotAsync(bench);
        Assert.Contains(SnapshotBuilder.HashKey("rk-2"), snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain(SnapshotBuilder.HashKey("rk-1"), snapshot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_blocks_Ready_and_nothing_else_until_it_comes()
    {
        await using var bench = await OpenAsync(Manifests.Service(tenants: "- {name: pro, keys: {secretRef: {name: pro-keys}}}"));
        await bench.PassAsync("math");
        Assert.Equal(("False", "TenantKeysMissing"), ((await SaysAsync(bench, "Ready")).Status, (await SaysAsync(bench, "Ready")).Reason));
        Assert.Contains(SnapshotBuilder.HashKey("rk-1"), await SnapshotAsync(bench), StringComparison.Ordinal);
        Assert.Contains(bench.Events, said => said is { Type: EventType.Warning, Reason: "TenantKeysMissing" });
        var woken = new TaskCompletionSource();
        bench.Secrets.Changed += service => woken.TrySetResult();
        await bench.ApplyAsync(Manifests.Secret("pro-keys", "rk-pro"));
        await woken.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await bench.PassAsync("math");
        Assert.NotEqual("TenantKeysMissing", (await SaysAsync(bench, "Ready")).Reason);
        Assert.Contains(SnapshotBuilder.HashKey("rk-pro"), await SnapshotAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scaling_changes_one_number_and_is_told()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.CaughtUpAsync("math");
        await bench.KubectlAsync("scale", "reasoningservice", "math", "--replicas=3");
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.Equal(["apply Deployment math-engine"], bench.Client.Writes.Where(write => write.StartsWith("apply Deployment", StringComparison.Ordinal)));
        Assert.Contains(bench.Events, said => said is { Reason: "Scaled", Message: "math-engine 1 -> 3" });
        await bench.KubectlAsync("scale", "reasoningservice", "math", "--replicas=0");
        await bench.PassAsync("math");
        Assert.Equal("ScaledToZero", (await SaysAsync(bench, "EnginesAvailable")).Reason);
        Assert.Equal(0, (await bench.GetAsync(ChildKinds.Deployment, "math-engine"))!["spec"].GetProperty("replicas").GetInt32());
    }

    [Fact]
    public async Task A_paused_service_is_left_alone_and_goes_on_when_it_is_paused_no_more()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.CaughtUpAsync("math");
        await bench.KubectlAsync("annotate", "reasoningservice", "math", "reasonops.io/paused=true");
        await bench.KubectlAsync("scale", "reasoningservice", "math", "--replicas=3");
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.All(bench.Client.Writes, write => Assert.StartsWith("status", write, StringComparison.Ordinal));
        Assert.Equal(("False", "Paused"), ((await SaysAsync(bench, "Progressing")).Status, (await SaysAsync(bench, "Progressing")).Reason));
        await bench.KubectlAsync("annotate", "reasoningservice", "math", "reasonops.io/paused-");
        await bench.PassAsync("math");
        Assert.Equal(3, (await bench.GetAsync(ChildKinds.Deployment, "math-engine"))!["spec"].GetProperty("replicas").GetInt32());
    }

    [Fact]
    public async Task A_spec_that_is_not_valid_is_told_and_tears_nothing_down()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.CaughtUpAsync("math");
        // Within the schema's types, so that a server without CEL lets it through; 1 vote is below what a default of 5 asks.
        var entity = await bench.GetAsync("math");
        var broken = JsonSerializer.SerializeToElement(new
        {
            model = new { name = "math", uri = "embedded://arithmetic" },
            engine = new { runtime = "vllm", endpoints = new[] { new { url = "ftp://x" } } },
            tenants = new[] { new { name = "free", keys = new { secretRef = new { name = "free-keys" } }, votes = new { @default = 5, max = 1 } } },
        });
        bench.Client.Forget();
        var result = await bench.Controller.ReconcileAsync(entity with { Spec = broken }, default);
        Assert.True(result.IsSuccess);
        Assert.Equal(["status ReasoningService math"], bench.Client.Writes);
        var (status, reason, message) = await SaysAsync(bench, "Accepted");
        Assert.Equal(("False", "Invalid"), (status, reason));
        Assert.Contains("spec.tenants[0].votes.max", message, StringComparison.Ordinal);
        Assert.Contains("spec.engine.endpoints", message, StringComparison.Ordinal);
        Assert.Contains(bench.Events, said => said is { Type: EventType.Warning, Reason: "Invalid" });
        Assert.NotNull(await bench.GetAsync(ChildKinds.Deployment, "math-engine"));
    }

    [Fact]
    public async Task An_object_of_a_stranger_under_a_childs_name_is_left_alone_and_told()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.KubectlAsync("create", "serviceaccount", "math-gateway");
        var result = await bench.PassAsync("math");
        Assert.True(result.IsSuccess);
        Assert.NotNull(result.RequeueAfter);
        var (status, reason, message) = await SaysAsync(bench, "Ready");
        Assert.Equal(("False", "NameTaken"), (status, reason));
        Assert.Contains("ServiceAccount", message, StringComparison.Ordinal);
        Assert.Null((await bench.GetAsync(ChildKinds.ServiceAccount, "math-gateway"))!.Metadata.OwnerReferences);
        Assert.NotNull(await bench.GetAsync(ChildKinds.Deployment, "math-gateway"));
        await bench.KubectlAsync("delete", "serviceaccount", "math-gateway");
        await bench.PassAsync("math");
        Assert.NotEqual("NameTaken", (await SaysAsync(bench, "Ready")).Reason);
    }

    [Fact]
    public async Task A_service_made_again_under_its_name_waits_for_the_old_ones_children_to_go()
    {
        await using var bench = await OpenAsync(Manifests.Service());
        await bench.PassAsync("math");
        await bench.KubectlAsync("delete", "reasoningservice", "math"); // no garbage collector runs here
        await bench.ApplyAsync(Manifests.Service());
        await bench.PassAsync("math");
        Assert.Equal(("True", "PreviousNotGone"), ((await SaysAsync(bench, "Progressing")).Status, (await SaysAsync(bench, "Progressing")).Reason));
        await bench.KubectlAsync("delete", "deployments,services,secrets,serviceaccounts,networkpolicies,poddisruptionbudgets", "-l", "reasonops.io/service=math");
        await bench.PassAsync("math");
        var uid = (await bench.GetAsync("math")).Metadata.Uid;
        Assert.Equal(uid, Assert.Single((await bench.GetAsync(ChildKinds.Deployment, "math-engine"))!.Metadata.OwnerReferences!).Uid);
        Assert.Equal("Starting", (await SaysAsync(bench, "Progressing")).Reason);
    }

    [Fact]
    public async Task A_child_that_the_server_refuses_is_told_and_the_others_are_made()
    {
        await using var bench = await OpenAsync(Manifests.Service(more: "engine: {podTemplate: {spec: {restartPolicy: Never}}}"));
        var result = await bench.PassAsync("math");
        Assert.False(result.IsSuccess);
        var (status, reason, message) = await SaysAsync(bench, "Progressing");
        Assert.Equal(("False", Reasons.ApplyFailed), (status, reason));
        Assert.Contains("Deployment math-engine", message, StringComparison.Ordinal);
        Assert.Contains("restartPolicy", message, StringComparison.Ordinal);
        Assert.Equal(Reasons.ApplyFailed, (await SaysAsync(bench, "Ready")).Reason);
        Assert.NotNull(await bench.GetAsync(ChildKinds.Deployment, "math-gateway"));
    }
}
