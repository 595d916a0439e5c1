using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>
/// Only this service's gateways and rollouts reach an engine (and the operator, where it scales by its figures, and Prometheus, where it was asked to). An engine reaches names, the pods of its own
/// group, and the world only where it has to fetch its model from there.
/// </summary>
internal static class EngineNetworkPolicy
{
    /// <summary>With the service's name, on pods that draw from its engines past the gateways.</summary>
    public const string ClientLabel = "reasonops.io/engine-client";

    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.NetworkPolicy, plan.EngineName, ChildObject.Engine, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Engine) },
            ["policyTypes"] = Json.Texts("Ingress", "Egress"),
            ["ingress"] = Json.List(
            [
                Peers.From(Ports.Engine, Peers.Pods(ChildObject.Selector(plan, ChildObject.Gateway))),
                Peers.From(Ports.Engine, Peers.Pods(new() { [ClientLabel] = plan.Name })),
                .. plan.Spec.Autoscaling is not null ? new[] { Peers.From(Ports.Engine, Peers.Operator(plan.OperatorNamespace)) } : [],
                .. plan.Spec.Monitoring?.PodMonitor == true ? new[] { Peers.From(Ports.Engine, Peers.Prometheus()) } : [],
                .. plan.SpansNodes ? new[] { Peers.FromAll(Peers.Pods(ChildObject.Selector(plan, ChildObject.Engine))) } : [],
            ]),
            ["egress"] = Json.List(Downloads(plan)
                ? [new JsonObject()]
                : [Peers.Names(), .. plan.SpansNodes ? new[] { Peers.ToAll(Peers.Pods(ChildObject.Selector(plan, ChildObject.Engine))) } : []]),
        },
    });

    // A hub or a bucket may be anywhere, behind any proxy.
    private static bool Downloads(ServicePlan plan) => plan.Source is HuggingFaceSource or BucketSource;
}
