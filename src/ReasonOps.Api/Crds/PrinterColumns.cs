using System.Text.Json.Nodes;

namespace ReasonOps.Api.Crds;

/// <summary>What <c>kubectl get</c> shows of a service.</summary>
internal static class PrinterColumns
{
    public static JsonArray All() =>
    [
        Column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", "Whether questions are answered."),
        Column("Model", "string", ".spec.model.name", "What clients send as \"model\"."),
        Column("Strategy", "string", ".status.strategy", "How an answer is reached for tenants that say nothing else."),
        Column("Votes", "integer", ".status.votes", "Chains that vote for tenants that say nothing else."),
        Column("Replicas", "string", ".status.engines", "Ready of wanted engine replicas."),
        Column("KV", "string", ".status.keyValueOccupancy", "KV-cache tokens in use, of those that fit."),
        Column("Endpoint", "string", ".status.endpoint", "Where tenants reach the service."),
        Column("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", "Why it is ready, or not.", wide: true),
        Column("Age", "date", ".metadata.creationTimestamp", null),
    ];

    private static JsonObject Column(string name, string type, string path, string? description, bool wide = false)
    {
        var column = new JsonObject { ["name"] = name, ["type"] = type, ["jsonPath"] = path };
        if (description is not null)
            column["description"] = description;
        if (wide)
            column["priority"] = 1;
        return column;
    }
}
