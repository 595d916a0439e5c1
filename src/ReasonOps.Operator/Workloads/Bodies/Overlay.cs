using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads.Bodies;

/// <summary>
/// Lays what a user wrote over what we built, as Kubernetes' strategic merge does: objects field by field, lists of named things by
/// their name, anything else replaced; null takes a field away. Pure: neither argument changes.
/// </summary>
internal static class Overlay
{
    /// <summary>Lists merged by a key. Only containers are merged inside: half of one volume and half of another is neither.</summary>
    private static readonly Dictionary<string, (string Key, bool Inside)> Keyed = new(StringComparer.Ordinal)
    {
        ["containers"] = ("name", true),
        ["initContainers"] = ("name", true),
        ["env"] = ("name", false),
        ["volumes"] = ("name", false),
        ["volumeMounts"] = ("mountPath", false),
        ["ports"] = ("containerPort", false),
        ["imagePullSecrets"] = ("name", false),
    };

    /// <summary>Of these a probe or a hook has one: another one takes its place.</summary>
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];

    public static JsonObject Lay(JsonObject basis, JsonObject over)
    {
        var laid = (JsonObject)basis.DeepClone();
        if (Handlers.Any(over.ContainsKey))
            foreach (var handler in Handlers) laid.Remove(handler);
        foreach (var (name, value) in over)
        {
            if (value is null)
                laid.Remove(name);
            else
                laid[name] = Laid(name, laid[name], value);
        }
        return laid;
    }

    private static JsonNode Laid(string name, JsonNode? basis, JsonNode over) => over switch
    {
        JsonObject fields => Lay(basis as JsonObject ?? [], fields),
        JsonArray items when Keyed.TryGetValue(name, out var list) => LayList(basis as JsonArray ?? [], items, list.Key, list.Inside),
        _ => Whole(over)!,
    };

    private static JsonArray LayList(JsonArray basis, JsonArray over, string key, bool inside)
    {
        var laid = (JsonArray)basis.DeepClone();
        foreach (var item in over)
        {
            var whole = Whole(item);
            var at = KeyOf(item, key) is { } same ? IndexOf(laid, other => KeyOf(other, key) == same) : IndexOf(laid, other => JsonNode.DeepEquals(other, whole));
            if (at < 0)
                laid.Add(whole);
            else
                laid[at] = inside && laid[at] is JsonObject there && item is JsonObject fields ? Lay(there, fields) : whole;
        }
        return laid;
    }

    /// <summary>A copy without the nulls that would have taken something away.</summary>
    private static JsonNode? Whole(JsonNode? node) => node switch
    {
        JsonObject fields => Lay([], fields),
        JsonArray items => new JsonArray([.. items.Select(Whole)]),
        _ => node?.DeepClone(),
    };

    private static string? KeyOf(JsonNode? item, string key) => (item as JsonObject)?[key]?.ToJsonString();

    private static int IndexOf(JsonArray items, Func<JsonNode?, bool> matches)
    {
        for (var i = 0; i < items.Count; i++)
            if (matches(items[i])) return i;
        return -1;
    }
}
