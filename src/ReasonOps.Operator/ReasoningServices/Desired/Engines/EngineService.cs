using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>Headless: its name resolves to every engine that is ready, and gateways choose among them.</summary>
internal static class EngineService
{
    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.Service, plan.Names.EngineService(plan.SpansNodes), ChildObject.Engine, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = "None",
            ["selector"] = Selector(plan),
            ["ports"] = Json.List(new JsonObject
            {
                ["name"] = Ports.Name, ["port"] = Ports.Engine, ["targetPort"] = Ports.Name, ["protocol"] = "TCP",
            }),
        },
    });

    private static JsonObject Selector(ServicePlan plan)
    {
        var selector = ChildObject.Selector(plan, ChildObject.Engine);
        if (plan.SpansNodes) selector[EngineGroup.IndexLabel] = "0";
        return selector;
    }
}
