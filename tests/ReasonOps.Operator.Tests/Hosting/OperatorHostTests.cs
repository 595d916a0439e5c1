using System.Diagnostics;
using System.Text.Json;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Clusters;

namespace ReasonOps.Operator.Tests.Hosting;

/// <summary>A whole operator on a whole control plane: controllers and a scheduler, but no node.</summary>
public sealed class OperatorHostTests(SharedWholeControlPlane shared) : IClassFixture<SharedWholeControlPlane>
{
    private async Task<ServiceView> NamespaceAsync()
    {
        await shared.Plane.InstallCrdsAsync();
        return new(shared.Plane, await shared.Plane.CreateNamespaceAsync("operator"));
    }

    private RunningOperator Operator(ServiceView view) => new(shared.Plane, view.Namespace);

    private static async Task StartedAsync(ServiceView view, string manifest)
    {
        await view.ApplyAsync(Manifests.Secret());
        await view.ApplyAsync(manifest);
        await view.SaysAsync("EnginesAvailable", "False", "PodsUnschedulable");
        await view.SaysAsync("GatewayAvailable", "False", "PodsUnschedulable");
    }

    /// <summary>Nothing is asked for some seconds but what has to be: watches that end, and the lease.</summary>
    private static async Task QuietAsync(RunningOperator running, TimeSpan span)
    {
        var (seen, since) = (running.Writes.Count, Stopwatch.GetTimestamp());
        await Until.TrueAsync($"{span} without a write", () =>
        {
            if (running.Writes.Count != seen) (seen, since) = (running.Writes.Count, Stopwatch.GetTimestamp());
            return Stopwatch.GetElapsedTime(since) > span;
        });
    }

    [Fact]
    public async Task The_sample_gets_its_children_and_few_writes_and_then_none()
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        foreach (var name in new[] { "free-keys", "pro-keys", "research-keys" }) await view.ApplyAsync(Manifests.Secret(name, $"rk-{name}"));
        await StartedAsync(view, await File.ReadAllTextAsync(Repository.PathOf("config", "samples", "arithmetic.yaml")));
        Assert.Equal(2, (await view.DeploymentAsync("math-engine"))!.Value.GetProperty("spec").GetProperty("replicas").GetInt32());
        await QuietAsync(running, TimeSpan.FromSeconds(5));

        var children = running.Writes.Where(write => write.StartsWith("apply", StringComparison.Ordinal)).ToArray();
        Assert.Equal(children.Length, children.Distinct().Count());
        Assert.InRange(running.Writes.Count - children.Length, 1, 3);
        var asked = running.Client.Asked.Count(each => !each.Contains("Lease", StringComparison.Ordinal) && !each.StartsWith("watch", StringComparison.Ordinal));
        await QuietAsync(running, TimeSpan.FromSeconds(5));
        Assert.Equal(asked, running.Client.Asked.Count(each => !each.Contains("Lease", StringComparison.Ordinal) && !each.StartsWith("watch", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_operator_after_a_restart_writes_nothing()
    {
        var view = await NamespaceAsync();
        await using (var first = Operator(view))
        {
            await StartedAsync(view, Manifests.Service());
            await QuietAsync(first, TimeSpan.FromSeconds(2));
            await first.StopAsync();
        }
        await using var second = Operator(view);
        await Until.TrueAsync("it has its first pass behind it", () => second.Client.Asked.Any(asked => asked == "get Secret free-keys"));
        await QuietAsync(second, TimeSpan.FromSeconds(3));
        Assert.Empty(second.Writes);
    }

    [Fact]
    public async Task A_service_gets_ready_with_its_pods_and_is_ready_no_more_without_them()
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        await StartedAsync(view, Manifests.Service());
        await view.SetReadyAsync(true);
        await view.SaysAsync("Ready", "True", "Serving");
        await view.SaysAsync("Progressing", "False", "UpToDate");
        await view.KubectlAsync("wait", "reasoningservice/math", "--for=condition=Ready", "--timeout=10s");
        Assert.Contains("1/1", await view.KubectlAsync("get", "reasoningservice", "math"), StringComparison.Ordinal);
        await view.SetReadyAsync(false);
        await view.SaysAsync("Ready", "False", "EnginesUnavailable");
        var reasons = await Until.FoundAsync("the events are written", async () =>
            await view.KubectlAsync("get", "events", "--field-selector=involvedObject.kind=ReasoningService", "-o", "jsonpath={.items[*].reason}") is var all
            && all.Contains("EnginesUnavailable", StringComparison.Ordinal) ? all : null);
        Assert.Contains("Created", reasons, StringComparison.Ordinal);
        Assert.Contains("Ready", reasons.Split(' '));
    }

    [Fact]
    public async Task What_is_deleted_or_edited_by_hand_is_mended()
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        await StartedAsync(view, Manifests.Service());
        var before = (await view.DeploymentAsync("math-engine"))!.Value.GetProperty("metadata").GetProperty("uid").GetString();
        await view.KubectlAsync("delete", "deployment", "math-engine");
        await Until.TrueAsync("it is made again", async () =>
            await view.DeploymentAsync("math-engine") is { } made && made.GetProperty("metadata").GetProperty("uid").GetString() != before);
        await view.KubectlAsync("label", "deployment", "math-gateway", "app.kubernetes.io/managed-by=somebody", "--overwrite");
        await Until.TrueAsync("its label is back", async () => (await view.DeploymentAsync("math-gateway"))!.Value.GetProperty("metadata").GetProperty("labels")
            .GetProperty("app.kubernetes.io/managed-by").GetString() == "reasonops");
    }

    [Fact]
    public async Task Scaling_to_nothing_and_back_follows_the_scale_subresource()
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        await StartedAsync(view, Manifests.Service());
        await view.KubectlAsync("scale", "reasoningservice", "math", "--replicas=0");
        await view.SaysAsync("EnginesAvailable", "True", "ScaledToZero");
        await view.KubectlAsync("scale", "reasoningservice", "math", "--replicas=2");
        await Until.TrueAsync("two replicas", async () => (await view.ServiceAsync("math"))!.Value.GetProperty("status").GetProperty("replicas").GetInt32() == 2);
        var scale = (await view.GetAsync($"apis/reasonops.io/v1alpha1/namespaces/{view.Namespace}/reasoningservices/math/scale"))!.Value;
        var selector = scale.GetProperty("status").GetProperty("selector").GetString()!;
        Assert.Equal(2, (await view.KubectlAsync("get", "pods", "-l", selector, "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_rotated_key_reaches_the_snapshot_without_a_new_pod_template()
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        await StartedAsync(view, Manifests.Service());
        string Generation(JsonElement? deployment) => deployment!.Value.GetProperty("metadata").GetProperty("generation").GetRawText();
        async Task<string> SnapshotAsync() => (await view.GetAsync($"api/v1/namespaces/{view.Namespace}/secrets/math-snapshot"))!.Value.GetProperty("data").GetRawText();
        var (generation, snapshot) = (Generation(await view.DeploymentAsync("math-gateway")), await SnapshotAsync());
        await view.ApplyAsync(Manifests.Secret(key: "rk-rotated"));
        await Until.TrueAsync("the snapshot changes", async () => await SnapshotAsync() != snapshot);
        Assert.Equal(generation, Generation(await view.DeploymentAsync("math-gateway")));
    }

    [Theory]
    [InlineData("background")]
    [InlineData("foreground")]
    public async Task A_service_made_again_at_once_gets_children_of_its_own(string cascade)
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        await StartedAsync(view, Manifests.Service());
        var old = (await view.ServiceAsync("math"))!.Value.GetProperty("metadata").GetProperty("uid").GetString();
        await view.KubectlAsync("delete", "reasoningservice", "math", $"--cascade={cascade}");
        await view.ApplyAsync(Manifests.Service());
        await view.SaysAsync("GatewayAvailable", "False", "PodsUnschedulable");
        var uid = (await view.ServiceAsync("math"))!.Value.GetProperty("metadata").GetProperty("uid").GetString();
        Assert.NotEqual(old, uid);
        foreach (var name in new[] { "math-engine", "math-gateway" })
            Assert.Equal(uid, (await view.DeploymentAsync(name))!.Value.GetProperty("metadata").GetProperty("ownerReferences")[0].GetProperty("uid").GetString());
        await QuietAsync(running, TimeSpan.FromSeconds(2));
        var conditions = await view.ConditionsAsync();
        Assert.Equal("Starting", conditions["Progressing"].Reason);
    }

    [Fact]
    public async Task A_service_that_is_deleted_takes_its_children_with_it()
    {
        var view = await NamespaceAsync();
        await using var running = Operator(view);
        await StartedAsync(view, Manifests.Service());
        await view.KubectlAsync("delete", "reasoningservice", "math");
        await Until.TrueAsync("no child is left", async () =>
            (await view.KubectlAsync("get", "deployments,services,secrets,serviceaccounts,networkpolicies,poddisruptionbudgets", "-l", "reasonops.io/service=math", "-o", "name")).Length == 0);
        Assert.Equal("secret/free-keys\n", await view.KubectlAsync("get", "secret", "free-keys", "-o", "name"));
    }
}
