using System.Net;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Leases;
using ReasonOps.Operator.Tests.Clusters;

namespace ReasonOps.Operator.Tests.Hosting;

public sealed class StartAndStopTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private async Task<ServiceView> NamespaceAsync()
    {
        await shared.Plane.InstallCrdsAsync();
        return new(shared.Plane, await shared.Plane.CreateNamespaceAsync("start"));
    }

    private static Task ReadyAsync(RunningOperator running) =>
        Until.TrueAsync("the operator is ready", async () => (await running.AskAsync("readyz")).Status == HttpStatusCode.OK);

    private static Task WorksAsync(ServiceView view, string name) =>
        Until.TrueAsync($"{name} has a status", async () => (await view.ConditionsAsync(name)).Count > 0);

    private static Task<string> HolderAsync(ServiceView view) => view.KubectlAsync("get", "lease", "reasonops-operator", "-o", "jsonpath={.spec.holderIdentity}");

    [Fact]
    public async Task Without_a_server_or_the_kind_it_waits_and_says_for_what()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        var view = new ServiceView(plane, "default");
        await plane.StopApiServerAsync();
        await using var running = new RunningOperator(plane, null);
        await Until.TrueAsync("it says that nobody answers", async () => (await running.AskAsync("readyz")).Text.Contains("API server", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await running.AskAsync("healthz")).Status);
        await plane.RestartApiServerAsync();
        await Until.TrueAsync("it says what to install", async () => (await running.AskAsync("readyz")).Text.Contains("reasonops crds", StringComparison.Ordinal));
        await CrdInstaller.InstallAsync(plane);
        await ReadyAsync(running);
        await view.ApplyAsync(Manifests.Service());
        await WorksAsync(view, "math");
        Assert.False(running.Run.IsCompleted);
    }

    [Fact]
    public async Task It_stops_at_once_while_it_still_waits_for_a_server()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        await plane.KillApiServerAsync();
        await using var running = new RunningOperator(plane, null);
        await Until.TrueAsync("it listens", async () => (await running.AskAsync("healthz")).Status == HttpStatusCode.OK);
        await running.StopAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_standby_is_ready_and_takes_over_as_soon_as_the_leader_stops()
    {
        var view = await NamespaceAsync();
        await using var leader = new RunningOperator(shared.Plane, view.Namespace);
        await view.ApplyAsync(Manifests.Service("first"));
        await WorksAsync(view, "first");
        await using var standby = new RunningOperator(shared.Plane, view.Namespace);
        await ReadyAsync(standby);
        await view.ApplyAsync(Manifests.Service("second"));
        await WorksAsync(view, "second");
        Assert.Empty(standby.Writes);
        var holder = await HolderAsync(view);
        await leader.StopAsync();
        // Released, not run out: the lease holds for 15 seconds.
        Assert.NotEqual(holder, await HolderAsync(view));
        await view.ApplyAsync(Manifests.Service("third"));
        await WorksAsync(view, "third");
        Assert.All(standby.Writes, write => Assert.EndsWith("third", write.Replace("-engine", "", StringComparison.Ordinal)
            .Replace("-gateway", "", StringComparison.Ordinal).Replace("-snapshot", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stolen_lease_ends_the_process_with_a_fault()
    {
        var view = await NamespaceAsync();
        await using var running = new RunningOperator(shared.Plane, view.Namespace);
        await view.ApplyAsync(Manifests.Service());
        await WorksAsync(view, "math");
        await view.KubectlAsync("patch", "lease", "reasonops-operator", "--type=merge", "-p", """{"spec": {"holderIdentity": "thief"}}""");
        await Assert.ThrowsAsync<LeadershipLostException>(() => running.Run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_operator_of_one_namespace_leaves_others_alone()
    {
        var (mine, other) = (await NamespaceAsync(), await NamespaceAsync());
        await using var running = new RunningOperator(shared.Plane, mine.Namespace);
        await other.ApplyAsync(Manifests.Service());
        await mine.ApplyAsync(Manifests.Service());
        await WorksAsync(mine, "math");
        Assert.Empty(await other.ConditionsAsync());
    }

    [Fact]
    public async Task A_kind_that_is_taken_away_is_missed_by_the_next_apply_and_told()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        await CrdInstaller.InstallAsync(plane);
        await plane.Kubectl.ApplyAsync(PodMonitors.Definition);
        await plane.Kubectl.RunAsync("wait", "--for=condition=Established", "crd", "podmonitors.monitoring.coreos.com");
        var view = new ServiceView(plane, "default");
        await using var running = new RunningOperator(plane, null);
        await view.ApplyAsync(Manifests.Service(more: "monitoring: {podMonitor: true}"));
        await Until.TrueAsync("the monitor is made", () => running.Writes.Contains("apply PodMonitor math"));
        await plane.Kubectl.RunAsync("delete", "crd", "podmonitors.monitoring.coreos.com");
        await view.ApplyAsync(Manifests.Service(more: "monitoring: {podMonitor: true, labels: {release: x}}"));
        await Until.TrueAsync("it is told that the kind is not served", async () =>
            await view.ConditionsAsync() is var said && said["Accepted"].Message.Contains("PodMonitor", StringComparison.Ordinal));
        Assert.Equal("Starting", (await view.ConditionsAsync())["Progressing"].Reason);
    }

    [Fact]
    public async Task Its_figures_are_served()
    {
        var view = await NamespaceAsync();
        await using var running = new RunningOperator(shared.Plane, view.Namespace);
        await view.ApplyAsync(Manifests.Service());
        await WorksAsync(view, "math");
        Assert.Contains("reasoningservices", (await running.AskAsync("metrics")).Text, StringComparison.Ordinal);
    }
}
