using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Monitoring;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.Charts.Tests.Security;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>The operator under the rights that the chart gives it, on a real API server: they suffice, and each is used.</summary>
public sealed class OperatorRightsTests(Installation installation) : IClassFixture<Installation>, IAsyncLifetime
{
    /// <summary>Services, pools, jobs, Pods, Secrets of tenants, and ten kinds of children that the server serves.</summary>
    private const int Watches = 16;

    /// <summary>Granted and not seen in this test, each for a reason.</summary>
    private static readonly string[] Unseen =
    [
        // Server-side apply is a patch; that it may also create is asked beside it, and not logged.
        .. new[] {
            "/configmaps", "/secrets", "/serviceaccounts", "/services", "apps/deployments", "batch/jobs", "policy/poddisruptionbudgets", "networking.k8s.io/networkpolicies",
            "networking.k8s.io/ingresses", "monitoring.coreos.com/podmonitors", "gateway.networking.k8s.io/httproutes",
        }.Select(kind => $"{kind} create"),
        // Judged by the admission of blockOwnerDeletion.
        "reasonops.io/reasoningservices/finalizers update", "reasonops.io/verifierpools/finalizers update", "reasonops.io/rolloutjobs/finalizers update",
        // A service has its gateways, and their snapshot, for life, a pool its settings: these go by their owner.
        "/secrets delete", "/configmaps delete",
        // Only what a job outlives is deleted before it.
        "batch/jobs delete",
        // A repeated event is counted up; nothing here happens twice.
        "/events patch",
        // The engine that is to go is marked when fewer are wanted: no engine runs here.
        "/pods patch",
        // The cluster does not serve them.
        .. RuleTests.Everything.Select(verb => $"leaderworkerset.x-k8s.io/leaderworkersets {verb}"),
    ];

    public async Task InitializeAsync() => await installation.Kubectl.RunAsync("apply", "-f", Chart.Values("others.yaml"));

    public Task DisposeAsync() => installation.CleanAsync();

    [Fact]
    public async Task Its_rights_over_a_cluster_suffice_and_it_uses_every_one()
    {
        var team = await installation.Plane.CreateNamespaceAsync("team");
        await installation.InstallAsync("operator-of-all");

        var (asked, metrics) = await AskedAsync("operator-of-all", team);

        Assert.DoesNotContain(asked, one => one.Code is 401 or 403);
        var granted = RuleTests.Granted((await Chart.RenderAsync()).Only("ClusterRole", "reasonops"));
        Assert.Equal([], granted.Except(asked.Select(one => one.Right)).Except(Unseen).ToArray());
        await Queries.AssertAnsweredAsync(metrics, "reasonops_operator", "reasonops_services", "reasonops_controller", "reasonops_kubernetes");
    }

    [Fact]
    public async Task In_named_namespaces_they_suffice_and_reach_nowhere_else()
    {
        var (team, other) = (await installation.Plane.CreateNamespaceAsync("team"), await installation.Plane.CreateNamespaceAsync("other"));
        await CrdInstaller.InstallAsync(installation.Plane);
        await installation.InstallAsync("operator-of-one", "--set", $"watchNamespaces={{{team}}},crds.install=false,rbac.aggregateToUserRoles=false");
        await installation.Kubectl.RunAsync("apply", "-n", other, "-f", Repository.PathOf("config/samples/arithmetic.yaml"));

        var (asked, _) = await AskedAsync("operator-of-one", team);

        Assert.DoesNotContain(asked, one => one.Code is 401 or 403);
        Assert.All(asked.Where(one => one.Right.Contains(' ')), one => Assert.Contains(one.Namespace, new[] { team, "operator-of-one" }));
        Assert.Empty((await installation.GetAsync("deployments", "-n", other))!["items"]!.AsArray());
        foreach (var resource in new[] { "secrets", "pods", "deployments.apps", "reasoningservices.reasonops.io" })
            Assert.False(await installation.MayAsync("system:serviceaccount:operator-of-one:reasonops", "list", resource, other), resource);
    }

    /// <summary>All that an operator asked of the server in its life, and its figures at the end of it.</summary>
    private async Task<(IReadOnlyList<Asked> Asked, Scrape Metrics)> AskedAsync(string home, string team)
    {
        Scrape metrics;
        string user;
        await using (var installed = await InstalledOperator.StartAsync(installation, home))
        {
            await Until.TrueAsync("the operator is ready", installed.IsReadyAsync);
            await installed.DuringAsync(() => LiveAsync(team));
            (metrics, user) = (new(await installed.MetricsAsync()), installed.User);
        }
        // A watch is logged when it ends.
        await Until.TrueAsync("its watches have ended", () => Audit.Of(installation.AuditLog, user).Count(one => one.Right.EndsWith(" watch", StringComparison.Ordinal)) >= Watches);
        return (Audit.Of(installation.AuditLog, user), metrics);
    }

    /// <summary>A service is made with a mistake, mended, changed so that every kind of child goes again, and deleted.</summary>
    private async Task LiveAsync(string team)
    {
        var service = YamlDocuments.Read(await File.ReadAllTextAsync(Repository.PathOf("config/samples/arithmetic.yaml")))[0];
        var spec = service["spec"]!.AsObject();
        spec["gateway"] = new JsonObject {
            ["replicas"] = 2, ["ingress"] = new JsonObject { ["host"] = "math.example" },
            ["route"] = new JsonObject { ["parentRefs"] = new JsonArray(new JsonObject { ["name"] = "edge" }) },
        };
        spec["monitoring"] = new JsonObject { ["podMonitor"] = true };
        await installation.Kubectl.RunAsync("create", "secret", "generic", "free-keys", "--from-literal=key=rk-free", "-n", team);
        // A pass that fails, since the server refuses a child, and is tried again.
        spec["gateway"]!["podTemplate"] = JsonNode.Parse("""{"spec": {"containers": [{"name": "gateway", "imagePullPolicy": "Sometimes"}]}}""");
        await ApplyAsync(service, team);
        spec["gateway"]!.AsObject().Remove("podTemplate");
        await ApplyAsync(service, team);
        await HasAsync(team, "deployment/math-engine", "deployment/math-gateway", "ingress/math", "httproute/math", "podmonitor/math", "pdb/math-engine");

        await installation.Kubectl.RunAsync("apply", "-n", team, "-f", Repository.PathOf("config/samples/verifierpool.yaml"));
        await HasAsync(team, "deployment/sandboxes-verifier", "configmap/sandboxes-verifier");

        var job = YamlDocuments.Read(await File.ReadAllTextAsync(Repository.PathOf("config/samples/rolloutjob.yaml")))[0];
        await installation.Kubectl.ApplyAsync(job.ToJsonString(), team);
        await HasAsync(team, "job/berry-rollout-0", "configmap/berry-rollout", "secret/berry-rollout", "networkpolicy/berry-rollout");

        spec["engine"] = new JsonObject {
            ["runtime"] = "openai", ["endpoints"] = new JsonArray(new JsonObject { ["url"] = "http://engines.example/v1" }),
        };
        spec["model"]!.AsObject().Remove("uri");
        spec.Remove("autoscaling");
        spec.Remove("gateway");
        spec.Remove("monitoring");
        await ApplyAsync(service, team);
        foreach (var gone in new[] { "deployment/math-engine", "ingress/math", "httproute/math", "podmonitor/math", "pdb/math-engine" })
            await Until.TrueAsync($"{gone} is gone", async () => await installation.GetAsync(gone, "-n", team) is null);
        await installation.Kubectl.RunAsync("delete", "reasoningservice/math", "verifierpool/sandboxes", "rolloutjob/berry", "-n", team);
    }

    private async Task ApplyAsync(JsonObject service, string team)
    {
        await installation.Kubectl.ApplyAsync(service.ToJsonString(), team);
        await Until.TrueAsync("the operator told of the new spec", async () =>
            await installation.GetAsync("reasoningservice/math", "-n", team) is { } live
            && (long?)live["status"]?["observedGeneration"] == (long)live["metadata"]!["generation"]!);
    }

    private async Task HasAsync(string team, params string[] objects)
    {
        foreach (var one in objects)
            await Until.TrueAsync($"there is {one}", async () => await installation.GetAsync(one, "-n", team) is not null);
    }
}
