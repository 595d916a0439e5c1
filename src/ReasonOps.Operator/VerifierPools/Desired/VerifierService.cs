using System.Text.Json.Nodes;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>Where callers ask: <c>http://sandboxes-verifier.team-a:8080</c>.</summary>
internal static class VerifierService
{
    public static DesiredObject Of(PoolPlan plan) => ChildObject.Of(plan, ChildKinds.Service, plan.VerifierName, ChildObject.Verifier, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["selector"] = ChildObject.Selector(plan, ChildObject.Verifier),
            ["ports"] = Json.List(new JsonObject
            {
                ["name"] = Ports.Name, ["port"] = Ports.Verifier, ["targetPort"] = Ports.Name, ["protocol"] = "TCP",
            }),
        },
    });
}
