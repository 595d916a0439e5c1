using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Bodies;
using ReasonOps.Operator.ReasoningServices.Plan;

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
                ["name"] = GatewayPod.PortName, ["port"] = Ports.Endpoint, ["targetPort"] = GatewayPod.PortName, ["protocol"] = "TCP",
            }),
        },
    });
}
