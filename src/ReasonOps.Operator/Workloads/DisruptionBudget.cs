using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Workloads;

/// <summary>A node that is drained takes one pod at a time. It is never none: that would keep a node from being drained at all.</summary>
internal static class DisruptionBudget
{
    /// <summary>The first minor version whose servers take the policy without a feature gate.</summary>
    private const int EvictsUnhealthy = 27;

    public static DesiredObject Of(OwnerPlan plan, EntityType type, string name, string component) => ChildObject.Of(plan, type, name, component, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["maxUnavailable"] = 1,
            // A pod that does not work keeps no node from being drained.
            ["unhealthyPodEvictionPolicy"] = plan.Served.Minor >= EvictsUnhealthy ? "AlwaysAllow" : null,
            ["selector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, component) },
        },
    });
}
