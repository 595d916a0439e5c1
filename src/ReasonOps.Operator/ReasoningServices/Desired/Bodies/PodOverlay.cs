using System.Text.Json.Nodes;

namespace ReasonOps.Operator.ReasoningServices.Desired.Bodies;

/// <summary>A user's pod template over ours. The labels that selectors go by stay, whatever it says.</summary>
internal static class PodOverlay
{
    public static JsonObject Lay(JsonObject built, params IEnumerable<JsonObject?> overlays)
    {
        var laid = overlays.OfType<JsonObject>().Aggregate(built, Overlay.Lay);
        return Overlay.Lay(laid, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = built["metadata"]!["labels"]!.DeepClone() } });
    }
}
