using System.Text.Json.Nodes;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>
/// A verifier is asked by its consumers, by pods of its namespace that say they are its clients, and for its figures by the operator (and Prometheus, where it was
/// asked to). It reaches nothing at all, not even names.
/// </summary>
internal static class VerifierNetworkPolicy
{
    /// <summary>With the pool's name, on pods that the user runs: a trainer, say.</summary>
    public const string ClientLabel = "reasonops.io/pool-client";

    public static DesiredObject Of(PoolPlan plan) => ChildObject.Of(plan, ChildKinds.NetworkPolicy, plan.VerifierName, ChildObject.Verifier, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Verifier) },
            // Egress without a rule: none.
            ["policyTypes"] = Json.Texts("Ingress", "Egress"),
            ["ingress"] = Json.List(
            [
                .. plan.Consumers.Select(consumer => Peers.From(Ports.Verifier, Peers.Pods(consumer.Kind == OwnerKind.Service.Name
                    ? ChildObject.Selector(OwnerKind.Service, consumer.Name, ChildObject.Gateway)
                    : new() { [OwnerKind.Rollout.Label] = consumer.Name }))),
                Peers.From(Ports.Verifier, Peers.Pods(new() { [ClientLabel] = plan.Name })),
                Peers.From(Ports.Verifier, Peers.Operator(plan.OperatorNamespace)),
                .. plan.Spec.Monitoring?.PodMonitor == true ? new[] { Peers.From(Ports.Verifier, Peers.Prometheus()) } : [],
            ]),
        },
    });
}
