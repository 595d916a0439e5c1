using System.Text.Json.Nodes;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>A worker is asked for its figures by the operator, and asks names, its engines, reward models and verifiers, where its problems are, and nobody else.</summary>
internal static class WorkerNetworkPolicy
{
    private const int Https = 443;

    public static DesiredObject Of(RolloutPlan plan) => ChildObject.Of(plan, ChildKinds.NetworkPolicy, plan.Names.Draw, ChildObject.Worker, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = ChildObject.SelectorOfAll(plan) },
            ["policyTypes"] = Json.Texts("Ingress", "Egress"),
            ["ingress"] = Json.List(Peers.From(Ports.Worker, Peers.Operator(plan.OperatorNamespace))),
            ["egress"] = Json.List([Peers.Names(), .. Asked(plan).DistinctBy(rule => rule.ToJsonString())]),
        },
    });

    private static IEnumerable<JsonObject> Asked(RolloutPlan plan)
    {
        if (plan.StartsEngines) yield return Peers.To(Ports.Engine, Peers.Pods(ChildObject.Selector(OwnerKind.Service, plan.Spec.Policy.ServiceRef.Name, ChildObject.Engine)));
        if (plan.Spec.Verify is { PoolRef.Name: var pool }) yield return Peers.To(Ports.Verifier, Peers.Pods(ChildObject.Selector(OwnerKind.Pool, pool, ChildObject.Verifier)));
        foreach (var url in Urls(plan))
            foreach (var rule in Peers.To(url, plan.ClusterDomain)) yield return rule;
        if (plan.Spec.S3?.Endpoint is null && Stored(plan).Any(uri => uri.StartsWith("s3://", StringComparison.Ordinal))) yield return Peers.Anywhere(Https);
    }

    private static IEnumerable<Uri> Urls(RolloutPlan plan) => plan.Snapshot!.Engines.Fixed.Select(engine => engine.Url)
        .Concat(new[] { plan.Snapshot.Scoring?.Outcome?.Url, plan.Snapshot.Scoring?.Process?.Url, plan.Snapshot.Scoring?.Judge?.Url }.OfType<string>())
        .Concat(new[] { plan.Spec.S3?.Endpoint }.OfType<string>())
        .Concat(Stored(plan).Where(uri => uri.StartsWith("http://", StringComparison.Ordinal) || uri.StartsWith("https://", StringComparison.Ordinal)))
        .Select(url => new Uri(url));

    private static string[] Stored(RolloutPlan plan) => [plan.Spec.Problems.Uri, plan.Spec.Output.Uri];
}
