using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Desired.Bodies;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>Has Prometheus scrape <c>/metrics</c> of every engine and gateway.</summary>
internal static class ServicePodMonitor
{
    public static DesiredObject Of(ServicePlan plan, EntityType type, MonitoringSpec asked) => ChildObject.Of(plan, type, plan.Names.Endpoint, ChildObject.Gateway, new JsonObject
    {
        ["metadata"] = new JsonObject { ["labels"] = Json.Map(asked.Labels ?? new Dictionary<string, string>()) },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = ChildObject.SelectorOfAll(plan) },
            ["podMetricsEndpoints"] = Json.List(new JsonObject { ["port"] = "http", ["path"] = "/metrics" }),
            ["podTargetLabels"] = Json.Texts("reasonops.io/service", "app.kubernetes.io/component"),
        },
    });
}
