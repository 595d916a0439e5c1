using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>Engines of one pod each.</summary>
internal static class EngineDeployment
{
    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.Deployment, plan.EngineName, ChildObject.Engine, new JsonObject
    {
        ["metadata"] = new JsonObject { ["annotations"] = KeptImages.Of(plan.Images.Engine, plan.Source is BucketSource ? plan.Images.Download : null) },
        ["spec"] = new JsonObject
        {
            ["replicas"] = plan.EngineReplicas,
            ["selector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Engine) },
            ["progressDeadlineSeconds"] = SlowLoad.ProgressDeadline,
            ["strategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = RollingUpdate(plan) },
            ["template"] = EnginePod.Template(plan),
        },
    });

    /// <summary>
    /// Devices are bought to be in use: a surge would wait for a free one, so of several replicas one goes first. A single one, and
    /// those that need no device, go when their successor answers; but for a single one whose successor is above the accelerators' budget.
    /// </summary>
    private static JsonObject RollingUpdate(ServicePlan plan) => plan is { Devices: { } devices }
        && (plan.EngineReplicas > 1 || plan.Spec.Autoscaling?.AcceleratorBudget < 2 * devices.PerReplica)
        ? new() { ["maxSurge"] = 0, ["maxUnavailable"] = 1 }
        : new() { ["maxSurge"] = 1, ["maxUnavailable"] = 0 };
}
