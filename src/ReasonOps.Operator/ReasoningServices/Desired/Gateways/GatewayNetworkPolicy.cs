using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

/// <summary>A gateway is asked at its port by anybody, and asks names, its engines, its verifiers, the ledger's database and nobody else.</summary>
internal static class GatewayNetworkPolicy
{
    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.NetworkPolicy, plan.GatewayName, ChildObject.Gateway, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Gateway) },
            ["policyTypes"] = Json.Texts("Ingress", "Egress"),
            ["ingress"] = Json.List(Peers.Anywhere(Ports.Gateway)),
            ["egress"] = Json.List([Peers.Names(), .. plan.StartsEngines ? [Engines(plan)] : Endpoints(plan), .. Verifiers(plan), .. Ledger(plan)]),
        },
    });

    private static JsonObject Engines(ServicePlan plan) => Peers.To(Ports.Engine, Peers.Pods(ChildObject.Selector(plan, ChildObject.Engine)));

    private static IEnumerable<JsonObject> Verifiers(ServicePlan plan) => plan.Spec.Verification is { PoolRef.Name: var pool }
        ? [Peers.To(Ports.Verifier, Peers.Pods(ChildObject.Selector(OwnerKind.Pool, pool, ChildObject.Verifier)))]
        : [];

    // Where the database is stands in a Secret; its port does not.
    private static IEnumerable<JsonObject> Ledger(ServicePlan plan) =>
        plan.Spec.Ledger?.Postgres is { Port: { } port } ? [Peers.Anywhere(port)] : [];

    private static IEnumerable<JsonObject> Endpoints(ServicePlan plan) => plan.Spec.Engine!.Endpoints!
        .Select(endpoint => new Uri(endpoint.Url))
        .SelectMany(url => Peers.To(url, plan.ClusterDomain))
        .DistinctBy(rule => rule.ToJsonString());
}
