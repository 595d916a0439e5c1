using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Engines;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

internal static class GatewayDeployment
{
    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.Deployment, plan.GatewayName, ChildObject.Gateway, new JsonObject
    {
        ["metadata"] = new JsonObject { ["annotations"] = KeptImages.Of(plan.Images.Gateway) },
        ["spec"] = new JsonObject
        {
            ["replicas"] = plan.Spec.Gateway!.Replicas,
            ["selector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Gateway) },
            // A gateway is ready when an engine is.
            ["progressDeadlineSeconds"] = SlowLoad.ProgressDeadline,
            ["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = 1, ["maxUnavailable"] = 0 },
            },
            ["template"] = GatewayPod.Template(plan),
        },
    });
}
