using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>
/// What server-side apply leaves behind: of a nested structure that is no longer desired it takes the values, and leaves the
/// structure with what the server had filled in. A probe without a handler, say, which is then refused as invalid.
/// </summary>
internal static class Husks
{
    /// <summary>Open maps, of which apply leaves no husk, and in which others may have entries.</summary>
    private static readonly FrozenSet<string> Maps = FrozenSet.Create(
        "metadata", "nodeSelector", "matchLabels", "data", "limits", "requests", "selector");

    /// <param name="live">With <c>managedFields</c>.</param>
    /// <returns>The object without structures that <paramref name="fieldManager"/> applied and no longer desires; null when it has none.</returns>
    public static JsonObject? Cleared(JsonObject live, JsonObject desired, string fieldManager)
    {
        var applied = (live["metadata"]?["managedFields"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(
            entry => (string?)entry["manager"] == fieldManager && (string?)entry["operation"] == "Apply" && entry["subresource"] is null);
        var cleared = (JsonObject)live.DeepClone();
        if (applied?["fieldsV1"] is not JsonObject fields || !Clear(fields, desired, cleared)) return null;
        cleared["metadata"]!.AsObject().Remove("managedFields"); // the server's stay
        return cleared;
    }

    private static bool Clear(JsonObject fields, JsonNode desired, JsonNode live)
    {
        var found = false;
        foreach (var (step, below) in fields)
        {
            if (below is not JsonObject { Count: > 0 } nested) continue;
            var (kind, name) = (step[..Math.Min(2, step.Length)], step[Math.Min(2, step.Length)..]);
            found |= kind switch
            {
                "f:" => ClearField(name, nested, desired, live),
                "k:" => ClearItem(JsonNode.Parse(name)!.AsObject(), nested, desired, live),
                _ => false,
            };
        }
        return found;
    }

    private static bool ClearField(string name, JsonObject nested, JsonNode desired, JsonNode live)
    {
        if (Maps.Contains(name) || live is not JsonObject had || had[name] is not { } value || desired is not JsonObject wanted) return false;
        return wanted[name] is { } kept ? Clear(nested, kept, value) : had.Remove(name);
    }

    private static bool ClearItem(JsonObject key, JsonObject nested, JsonNode desired, JsonNode live) =>
        Find(live, key) is { } had && Find(desired, key) is { } wanted && Clear(nested, wanted, had);

    private static JsonObject? Find(JsonNode list, JsonObject key) =>
        (list as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => key.All(field => JsonNode.DeepEquals(item[field.Key], field.Value)));
}
