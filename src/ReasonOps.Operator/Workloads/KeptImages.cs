using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads;

/// <summary>On a workload, not on its pods: the images we chose, for the next version of the operator to keep.</summary>
internal static class KeptImages
{
    public static JsonObject? Of(params PlannedImage?[] images)
    {
        var kept = images.OfType<PlannedImage>().Where(image => image.Kept is not null);
        return kept.Any() ? new(kept.Select(image => KeyValuePair.Create(image.Kept!, (JsonNode?)image.Name))) : null;
    }
}
