using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.Workloads;

/// <summary>Has Prometheus scrape <c>/metrics</c> of every pod that an owner has.</summary>
internal static class PodMonitorObject
{
    public static DesiredObject Of(OwnerPlan plan, EntityType type, string name, string component, MonitoringSpec asked) => ChildObject.Of(plan, type, name, component, new JsonObject
    {
        ["metadata"] = new JsonObject { ["labels"] = Json.Map(asked.Labels ?? new Dictionary<string, string>()) },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = ChildObject.SelectorOfAll(plan) },
            ["podMetricsEndpoints"] = Json.List(new JsonObject { ["port"] = "http", ["path"] = "/metrics" }),
            ["podTargetLabels"] = Json.Texts(plan.Kind.Label, ChildObject.ComponentLabel),
        },
    });
}
