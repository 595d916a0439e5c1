using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Charts.Tests.Security;

/// <summary>What the operator may do: what its code asks for, and nothing else.</summary>
public sealed class RuleTests
{
    internal static readonly string[] Everything = ["get", "list", "watch", "create", "patch", "delete"];

    /// <summary>By right, as <c>apps/deployments patch</c>.</summary>
    private static IEnumerable<string> Needed()
    {
        EntityType[] own = [EntityType.Of<V1Alpha1ReasoningService>(), EntityType.Of<V1Alpha1VerifierPool>(), EntityType.Of<V1Alpha1RolloutJob>()];
        return
        [
            .. ChildKinds.Of(Served()).SelectMany(kind => Rights(kind.Group, kind.Plural, Everything)),
            .. own.SelectMany(kind => Rights(kind.Group, kind.Plural, "list", "watch")),
            .. own.SelectMany(kind => Rights(kind.Group, $"{kind.Plural}/status", "patch")),
            .. own.SelectMany(kind => Rights(kind.Group, $"{kind.Plural}/finalizers", "update")),
            .. Rights("", "pods", "list", "watch", "patch"),
            .. Rights("", "events", "create", "patch"),
        ];
    }

    [Fact]
    public async Task The_cluster_role_holds_what_the_code_asks_for_and_nothing_else()
    {
        var role = (await Chart.RenderAsync()).Only("ClusterRole", "reasonops");

        Assert.Equal(Needed().Order(StringComparer.Ordinal), Granted(role).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task In_named_namespaces_the_roles_hold_the_same_and_the_binding_is_to_the_operator()
    {
        var manifests = await Chart.RenderAsync("-f", Chart.Values("one-namespace.yaml"));

        foreach (var team in new[] { "team-a", "team-b" })
        {
            Assert.Equal(Needed().Order(StringComparer.Ordinal),
                Granted(manifests.Single(one => one.Kind == "Role" && one.Namespace == team)).Order(StringComparer.Ordinal));
            var subject = Assert.Single(manifests.Single(one => one.Kind == "RoleBinding" && one.Namespace == team).Body["subjects"]!.AsArray())!;
            Assert.Equal(("reasonops", Chart.Namespace), ((string)subject["name"]!, (string)subject["namespace"]!));
        }
    }

    [Fact]
    public async Task In_its_own_namespace_it_has_one_lease_and_may_make_it()
    {
        var role = (await Chart.RenderAsync()).Only("Role", "reasonops-leader-election");

        Assert.Equal(["coordination.k8s.io/leases create", "coordination.k8s.io/leases get reasonops", "coordination.k8s.io/leases update reasonops"],
            Granted(role).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_rule_has_a_wildcard_or_reaches_beyond_its_own_rights()
    {
        var rules = (await Chart.RenderAsync("-f", Chart.Values("everything.yaml"))).Where(one => one.Body["rules"] is not null).SelectMany(Granted).ToList();

        Assert.NotEmpty(rules);
        Assert.DoesNotContain(rules, right => right.Contains('*'));
        Assert.DoesNotContain(rules, right => right.Split(' ')[1] is "escalate" or "bind" or "impersonate");
        Assert.DoesNotContain(rules, right => right.StartsWith("rbac.", StringComparison.Ordinal) || right.StartsWith("/nodes", StringComparison.Ordinal)
            || right.StartsWith("/pods/exec", StringComparison.Ordinal) || right.Contains("serviceaccounts/token"));
    }

    internal static IEnumerable<string> Granted(Manifest role) => role.Body["rules"]!.AsArray().SelectMany(rule =>
        from @group in Texts(rule!["apiGroups"])
        from resource in Texts(rule["resources"])
        from verb in Texts(rule["verbs"])
        from name in rule["resourceNames"] is null ? [""] : Texts(rule["resourceNames"]).Select(name => $" {name}")
        select $"{@group}/{resource} {verb}{name}");

    private static IEnumerable<string> Rights(string @group, string resource, params string[] verbs) => verbs.Select(verb => $"{@group}/{resource} {verb}");

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(text => (string)text!);

    /// <summary>A cluster with every extra that children may be.</summary>
    private static ServedKinds Served() => new(
        new HashSet<string> {
            "policy/v1/PodDisruptionBudget", "leaderworkerset.x-k8s.io/v1/LeaderWorkerSet", "networking.k8s.io/v1/Ingress",
            "gateway.networking.k8s.io/v1/HTTPRoute", "monitoring.coreos.com/v1/PodMonitor", "monitoring.coreos.com/v1/ServiceMonitor",
            "batch/v1/Job", "apps/v1/StatefulSet", "autoscaling/v2/HorizontalPodAutoscaler", "v1/ConfigMap", "v1/PersistentVolumeClaim",
        }, 36);
}
