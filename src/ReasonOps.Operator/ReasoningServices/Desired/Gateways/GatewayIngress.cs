using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

internal static class GatewayIngress
{
    public static DesiredObject Of(ServicePlan plan, EntityType type, IngressSpec asked) => ChildObject.Of(plan, type, plan.Names.Endpoint, ChildObject.Gateway, new JsonObject
    {
        ["metadata"] = new JsonObject { ["annotations"] = asked.Annotations is { } annotations ? Json.Map(annotations) : null },
        ["spec"] = new JsonObject
        {
            ["ingressClassName"] = asked.ClassName,
            ["rules"] = Json.List(new JsonObject
            {
                ["host"] = asked.Host,
                ["http"] = new JsonObject
                {
                    ["paths"] = Json.List(new JsonObject { ["path"] = "/", ["pathType"] = "Prefix", ["backend"] = Backend(plan) }),
                },
            }),
            ["tls"] = asked.TlsSecretName is { } secret
                ? Json.List(new JsonObject { ["hosts"] = Json.Texts(asked.Host), ["secretName"] = secret }) : null,
        },
    });

    private static JsonObject Backend(ServicePlan plan) => new()
    {
        ["service"] = new JsonObject { ["name"] = plan.Names.Endpoint, ["port"] = new JsonObject { ["name"] = Ports.Name } },
    };
}
