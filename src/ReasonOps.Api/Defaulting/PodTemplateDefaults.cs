using System.Text.Json.Nodes;

namespace ReasonOps.Api.Defaulting;

/// <summary>
/// An overlay without the parts that were written down and left empty. An API server drops these too, while laid over a pod template
/// an empty <c>spec</c> would take the whole spec away; inside of <c>spec</c>, null does take a field away.
/// </summary>
internal static class PodTemplateDefaults
{
    public static JsonObject? Apply(JsonObject? overlay)
    {
        if (overlay?.DeepClone() is not JsonObject kept)
            return null;
        DropEmpty(kept);
        if (kept["metadata"] is JsonObject metadata)
        {
            DropEmpty(metadata);
            DropEmpty(metadata["labels"] as JsonObject);
            DropEmpty(metadata["annotations"] as JsonObject);
        }
        return kept;
    }

    private static void DropEmpty(JsonObject? mapping)
    {
        foreach (var (name, _) in mapping?.Where(field => field.Value is null).ToArray() ?? [])
            mapping!.Remove(name);
    }
}
