using System.Collections.Frozen;
using System.Text.Json;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>
/// How the API server merges lists: by a key of their items, as a set, or whole. From the schemas of the core kinds
/// (<c>x-kubernetes-list-map-keys</c>).
/// </summary>
internal static class ListKeys
{
    private static readonly FrozenDictionary<string, Func<JsonElement, string>> ByField = new Dictionary<string, Func<JsonElement, string>>
    {
        ["containers"] = static item => Text(item, "name"),
        ["initContainers"] = static item => Text(item, "name"),
        ["ephemeralContainers"] = static item => Text(item, "name"),
        ["env"] = static item => Text(item, "name"),
        ["volumes"] = static item => Text(item, "name"),
        ["imagePullSecrets"] = static item => Text(item, "name"),
        ["secrets"] = static item => Text(item, "name"),
        ["volumeMounts"] = static item => Text(item, "mountPath"),
        ["volumeDevices"] = static item => Text(item, "devicePath"),
        ["hostAliases"] = static item => Text(item, "ip"),
        ["topologySpreadConstraints"] = static item => $"{Text(item, "topologyKey")} {Text(item, "whenUnsatisfiable")}",
        ["ownerReferences"] = static item => Text(item, "uid"),
        ["conditions"] = static item => Text(item, "type"),
        ["finalizers"] = static item => item.ToString(),
    }.ToFrozenDictionary();

    /// <param name="path">Of the list, its own name last.</param>
    /// <param name="items">Of what is desired.</param>
    /// <returns>Null for a list that is one value.</returns>
    public static Func<JsonElement, string>? Of(IReadOnlyList<string> path, JsonElement items) =>
        path[^1] != "ports" ? ByField.GetValueOrDefault(path[^1])
        // A NetworkPolicy's ports are one value: a port that somebody adds there opens something.
        : path is ["spec", _] || items.EnumerateArray().Any(item => Text(item, "containerPort").Length > 0) ? Port
        : null;

    private static string Port(JsonElement item)
    {
        var number = Text(item, "containerPort") is { Length: > 0 } port ? port : Text(item, "port");
        return $"{number} {(Text(item, "protocol") is { Length: > 0 } protocol ? protocol : "TCP")}";
    }

    private static string Text(JsonElement item, string field) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) ? value.ToString() : "";
}
