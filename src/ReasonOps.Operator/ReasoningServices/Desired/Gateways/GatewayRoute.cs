using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

internal static class GatewayRoute
{
    public static DesiredObject Of(ServicePlan plan, EntityType type, RouteSpec asked) => ChildObject.Of(plan, type, plan.Names.Endpoint, ChildObject.Gateway, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["parentRefs"] = Json.Copy(asked.ParentRefs),
            ["hostnames"] = asked.Hostnames is { } hosts ? Json.Texts(hosts) : null,
            ["rules"] = Json.List(new JsonObject
            {
                ["backendRefs"] = Json.List(new JsonObject { ["name"] = plan.Names.Endpoint, ["port"] = Ports.Endpoint }),
            }),
        },
    });
}
