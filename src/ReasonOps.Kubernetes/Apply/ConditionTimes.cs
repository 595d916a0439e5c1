using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Kubernetes.Apply;

/// <summary><c>lastTransitionTime</c> as metav1.Condition means it: when <c>status</c> last changed, not when reason or message did.</summary>
internal static class ConditionTimes
{
    /// <summary>Fills the times of a desired status from the current one; a changed condition gets its own, else <paramref name="now"/>.</summary>
    public static void Keep(JsonObject desired, JsonElement current, DateTimeOffset now)
    {
        if (desired["conditions"] is not JsonArray conditions) return;
        foreach (var condition in conditions.OfType<JsonObject>())
        {
            var before = Find(current, (string?)condition["type"]);
            if (Text(before, "status") == (string?)condition["status"] && Text(before, "lastTransitionTime") is { } kept)
                condition["lastTransitionTime"] = kept;
            else
                condition["lastTransitionTime"] ??= now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }
    }

    private static JsonElement Find(JsonElement status, string? type) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty("conditions", out var conditions)
        && conditions.ValueKind == JsonValueKind.Array
            ? conditions.EnumerateArray().FirstOrDefault(condition => Text(condition, "type") == type)
            : default;

    private static string? Text(JsonElement condition, string field) =>
        condition.ValueKind == JsonValueKind.Object && condition.TryGetProperty(field, out var value) ? value.GetString() : null;
}
