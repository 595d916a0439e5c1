using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Status;

/// <summary>A service and the world around it, in a few words.</summary>
internal static class Scene
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    public static readonly V1ObjectMeta Owner = new() { Name = "math", Namespace = "team-a", Uid = "u-1", Generation = 3 };
    public static readonly ServedKinds Served = new(new HashSet<string>(), 30);

    private const string Manifest = """
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: math, namespace: team-a}
        spec:
          model: {name: math, uri: "embedded://arithmetic"}
          strategy: {kind: MajorityVote, votes: 5}
          tenants:
          - {name: free, keys: {secretRef: {name: free-keys}}}
        """;

    private const string Elsewhere = """
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: math, namespace: team-a}
        spec:
          model: {name: math}
          engine: {endpoints: [{url: "http://a:8000/v1"}, {url: "http://b:8000/v1"}]}
          tenants:
          - {name: free, keys: {secretRef: {name: free-keys}}}
        """;

    public static ServicePlan Plan(int engines, params IReadOnlyList<Remark> remarks) => Plan(Manifest, remarks) with { Replicas = new(engines, ScaledBy.Hand) };

    public static ServicePlan External(params IReadOnlyList<Remark> remarks) => Plan(Elsewhere, remarks);

    private static ServicePlan Plan(string manifest, IReadOnlyList<Remark> remarks)
    {
        var observed = World() with { Secrets = new Dictionary<string, IReadOnlyList<string>> { ["free-keys"] = ["k"] } };
        var plan = ServicePlanner.Plan(Assert.Single(ManifestReader.Read(manifest).Services), Owner, observed, new("reasonops:test"));
        return plan with { Remarks = [.. plan.Remarks, .. remarks] };
    }

    public static Observed World(params ApiObject?[] objects) => new()
    {
        Served = Served,
        Children = [.. objects.OfType<ApiObject>().Where(each => each.Kind != "Pod")
            .Select(each => new Child(new EntityType("apps", "v1", each.Kind!, "things"), each))],
        Pods = [.. objects.OfType<ApiObject>().Where(each => each.Kind == "Pod")],
    };

    public static StatusInput<ServicePlan, ReasoningServiceStatus> Input(ServicePlan? plan, params ApiObject?[] objects) =>
        new() { Owner = Owner, Plan = plan, Observed = World(objects), Now = Noon };

    public static ApiObject Engines(int wanted, int exists, int ready, int updated, string? condition = null, bool seen = true) =>
        Deployment("engine", wanted, exists, ready, updated, condition, seen);

    public static ApiObject Gateways(int wanted = 1, int? ready = null) => Deployment("gateway", wanted, wanted, ready ?? wanted, wanted);

    private static ApiObject Deployment(string role, int wanted, int exists, int ready, int updated, string? condition = null, bool seen = true) => Object(
        $$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": {"name": "math-{{role}}", "namespace": "team-a", "generation": 2},
          "spec": {"replicas": {{wanted}}, "selector": {"matchLabels": {"b": "{{role}}", "a": "math"} } },
          "status": {
            "observedGeneration": {{(seen ? 2 : 1)}}, "replicas": {{exists}}, "readyReplicas": {{ready}}, "updatedReplicas": {{updated}},
            "conditions": [{{condition}}]
          }
        }
        """);

    /// <param name="status">The fields of the pod's status.</param>
    public static ApiObject Pod(string role, string name, string status) => Object(
        $$"""
        {
          "apiVersion": "v1", "kind": "Pod",
          "metadata": {"name": "{{name}}", "namespace": "team-a", "labels": {"a": "math", "b": "{{role}}"} },
          "status": { {{status}} }
        }
        """);

    public static ApiObject Object(string json)
    {
        var root = JsonNode.Parse(json)!;
        var meta = root["metadata"]!;
        return new(new V1ObjectMeta
        {
            Name = (string?)meta["name"],
            Namespace = (string?)meta["namespace"],
            Generation = (long?)meta["generation"],
            Labels = meta["labels"]?.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!),
        }, System.Text.Json.JsonSerializer.SerializeToElement(root));
    }

    public static Condition The(this ReasoningServiceStatus status, string type) => Assert.Single(status.Conditions!, condition => condition.Type == type);

    public static (string Status, string? Reason) Says(this ReasoningServiceStatus status, string type)
    {
        var condition = status.The(type);
        return (condition.Status, condition.Reason);
    }
}
