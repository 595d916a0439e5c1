using System.Text.Json.Nodes;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Desired;

internal static class VerifierDeployment
{
    public static DesiredObject Of(PoolPlan plan) => ChildObject.Of(plan, ChildKinds.Deployment, plan.VerifierName, ChildObject.Verifier, new JsonObject
    {
        ["metadata"] = new JsonObject { ["annotations"] = KeptImages.Of(plan.Image) },
        ["spec"] = new JsonObject
        {
            ["replicas"] = plan.Size.Replicas,
            ["selector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Verifier) },
            // A pool may have many, all alike: a quarter of them at a time.
            ["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = "25%", ["maxUnavailable"] = 0 },
            },
            ["template"] = VerifierPod.Template(plan),
        },
    });
}
