using System.Text.Json;

namespace ReasonOps.Kubernetes.Models;

/// <summary>Reads parts of objects that may lack them; nothing here throws for what a server sends.</summary>
public static class Reading
{
    /// <summary>Undefined where any step of the way is missing.</summary>
    public static JsonElement At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return default;
        return json;
    }

    public static string? Text(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    public static int? Int(this JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var value) ? value : null;

    public static long? Long(this JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var value) ? value : null;

    public static bool IsTrue(this JsonElement json) => json.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Entries(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>As <c>{"app": "x"}</c>; what is no text is left out.</summary>
    public static IReadOnlyDictionary<string, string> Labels(this JsonElement json) => json.ValueKind != JsonValueKind.Object
        ? new Dictionary<string, string>()
        : json.EnumerateObject().Where(label => label.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(label => label.Name, label => label.Value.GetString()!);

    /// <summary>Of a status, the condition of a type; undefined where there is none.</summary>
    public static JsonElement Condition(this JsonElement status, string? type) =>
        status.At("conditions").Entries().FirstOrDefault(condition => condition.At("type").Text() == type);
}
