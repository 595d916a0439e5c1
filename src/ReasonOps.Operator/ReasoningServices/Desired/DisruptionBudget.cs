using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>A node that is drained takes one pod at a time. It is never none: that would keep a node from being drained at all.</summary>
internal static class DisruptionBudget
{
    public static DesiredObject Of(ServicePlan plan, EntityType type, string name, string component) => Child.Of(plan, type, name, component, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["maxUnavailable"] = 1,
            ["selector"] = new JsonObject { ["matchLabels"] = Child.Selector(plan, component) },
        },
    });
}
