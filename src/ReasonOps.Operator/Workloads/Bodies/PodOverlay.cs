using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads.Bodies;

/// <summary>A user's pod template over ours. The labels that selectors go by stay, whatever it says.</summary>
internal static class PodOverlay
{
    public static JsonObject Lay(JsonObject built, params IEnumerable<JsonObject?> overlays)
    {
        var laid = overlays.OfType<JsonObject>().Aggregate(built, Overlay.Lay);
        QuantitiesAsText(laid["spec"]);
        return Overlay.Lay(laid, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = built["metadata"]!["labels"]!.DeepClone() } });
    }

    /// <summary>Whoever writes <c>cpu: 8</c> means <c>"8"</c>; older servers refuse to apply the number.</summary>
    private static void QuantitiesAsText(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items) QuantitiesAsText(item);
        else if (node is JsonObject fields)
            foreach (var (name, value) in fields.ToArray())
            {
                if (name is "limits" or "requests" && value is JsonObject quantities) AsText(quantities, quantities.Select(each => each.Key));
                else if (name is "emptyDir" && value is JsonObject directory) AsText(directory, ["sizeLimit"]);
                else QuantitiesAsText(value);
            }
    }

    private static void AsText(JsonObject quantities, IEnumerable<string> names)
    {
        foreach (var name in names.ToArray())
            if (quantities[name]?.GetValueKind() == JsonValueKind.Number) quantities[name] = quantities[name]!.ToJsonString();
    }
}
