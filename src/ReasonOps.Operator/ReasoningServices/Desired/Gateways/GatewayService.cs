using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

/// <summary>Where tenants ask: <c>http://math.team-a/v1</c>.</summary>
internal static class GatewayService
{
    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.Service, plan.Names.Endpoint, ChildObject.Gateway, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["selector"] = ChildObject.Selector(plan, ChildObject.Gateway),
            ["ports"] = Json.List(new JsonObject
            {
                ["name"] = Ports.Name, ["port"] = Ports.Endpoint, ["targetPort"] = Ports.Name, ["protocol"] = "TCP",
            }),
        },
    });
}
