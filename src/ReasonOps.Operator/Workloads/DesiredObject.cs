using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Workloads;

/// <summary>One child, whole: what server-side apply is given, and nothing the server would fill in by itself.</summary>
/// <param name="Type">As the cluster serves it.</param>
/// <param name="Body">With apiVersion, kind, metadata, labels and owner reference.</param>
public sealed record DesiredObject(EntityType Type, JsonObject Body)
{
    public string Name => Body["metadata"]!["name"]!.GetValue<string>();
}
