using System.Text.Json.Nodes;

namespace ReasonOps.Kubernetes.Discovery;

/// <summary>apidiscovery.k8s.io/v2 and v2beta1: every group, version and resource in one answer.</summary>
internal static class AggregatedDiscovery
{
    public static bool IsIn(JsonObject answer) => answer.Text("kind") == "APIGroupDiscoveryList";

    public static void Read(JsonObject answer, Found found)
    {
        foreach (var group in answer["items"].Objects())
        {
            var name = (group["metadata"] as JsonObject)?.Text("name") ?? "";
            foreach (var version in group["versions"].Objects())
                Read(name.Length == 0 ? $"{version.Text("version")}" : $"{name}/{version.Text("version")}", version, found);
        }
    }

    private static void Read(string apiVersion, JsonObject version, Found found)
    {
        // What it last said still counts; only one that never said anything is unknown.
        if (version.Text("freshness") == "Stale" && version["resources"] is null) found.Unread.TryAdd(apiVersion, true);
        foreach (var resource in version["resources"].Objects())
        {
            if ((resource["responseKind"] as JsonObject)?.Text("kind") is { Length: > 0 } kind) found.Kinds.TryAdd($"{apiVersion}/{kind}", true);
        }
    }
}

internal static class DiscoveryJson
{
    /// <summary>Of a list, its objects; nothing of anything else.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    public static string? Text(this JsonObject from, string field) =>
        from[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
