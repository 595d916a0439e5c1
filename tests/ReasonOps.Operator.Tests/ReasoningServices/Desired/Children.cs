using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

internal static class Children
{
    public static JsonObject Find(ServicePlan plan, string kind, string name) =>
        Assert.Single(DesiredObjects.Of(plan), child => child.Type.Kind == kind && child.Name == name).Body;

    public static IEnumerable<string> Names(ServicePlan plan) => DesiredObjects.Of(plan).Select(child => $"{child.Type.Kind}/{child.Name}");

    /// <summary>The pod templates, as text: while it is the same, nothing restarts.</summary>
    public static string Templates(ServicePlan plan) => string.Join('\n', DesiredObjects.Of(plan).SelectMany(child => new[]
    {
        child.Body["spec"]?["template"], child.Body["spec"]?["leaderWorkerTemplate"],
    }).OfType<JsonNode>().Select(template => template.ToJsonString()));
}
