using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

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
            var before = current.Condition((string?)condition["type"]);
            if (before.At("status").Text() == (string?)condition["status"] && before.At("lastTransitionTime").Text() is { } kept)
                condition["lastTransitionTime"] = kept;
            else
                condition["lastTransitionTime"] ??= now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }
    }
}
