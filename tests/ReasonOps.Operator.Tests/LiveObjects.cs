using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests;

internal static class LiveObjects
{
    public static ApiObject Of(DesiredObject desired) => Of(desired.Body);

    public static ApiObject Of(JsonObject body)
    {
        using var document = JsonDocument.Parse(body.ToJsonString());
        var root = document.RootElement.Clone();
        return new(root.GetProperty("metadata").Deserialize<V1ObjectMeta>(Options)!, root);
    }

    private static readonly JsonSerializerOptions Options = KubernetesJson.With();
}
