using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Validation;

/// <summary>An overlay must have the shape of a pod template, or merging it would lose what its author meant.</summary>
internal static class PodTemplateRules
{
    /// <summary>Lists of named things, which an overlay is merged into by name.</summary>
    private static readonly string[] Named = ["containers", "initContainers", "volumes"];

    public static void Check(Field at, JsonObject overlay)
    {
        Known(at, overlay, "metadata", "spec");
        if (Mapping(at["metadata"], overlay["metadata"]) is { } metadata)
            Metadata(at["metadata"], metadata);
        if (Mapping(at["spec"], overlay["spec"]) is not { } spec)
            return;
        foreach (var name in Named)
            Items(at["spec"][name], spec[name]);
    }

    private static void Metadata(Field at, JsonObject metadata)
    {
        Known(at, metadata, "labels", "annotations");
        foreach (var name in new[] { "labels", "annotations" })
        {
            foreach (var (key, value) in Mapping(at[name], metadata[name]) ?? [])
                Entry(at[name].Entry(key), key, value, name == "labels");
        }
    }

    private static void Entry(Field at, string key, JsonNode? value, bool label)
    {
        if (value is null)
            return; // left empty is left out
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text))
            at.Error("is not text; put it in quotes");
        else if (label)
            MetadataRules.Label(at, key, text);
        else
            MetadataRules.Key(at, key);
    }

    private static void Items(Field at, JsonNode? list)
    {
        if (list is null)
            return;
        if (list is not JsonArray items)
        {
            at.Error("is not a list; a pod's is one, each item with a name");
            return;
        }
        for (var i = 0; i < items.Count; i++)
        {
            if ((items[i] as JsonObject)?["name"] is not JsonValue name || !name.TryGetValue<string>(out var text) || text.Length == 0)
                at[i].Error("has no name, by which it is merged; give it one");
        }
    }

    private static JsonObject? Mapping(Field at, JsonNode? value)
    {
        if (value is not (null or JsonObject))
            at.Error("is not a mapping; write it as in a pod template");
        return value as JsonObject;
    }

    private static void Known(Field at, JsonObject mapping, params string[] known)
    {
        foreach (var (name, _) in mapping.Where(field => !known.Contains(field.Key)))
        {
            var meant = Spelling.Closest(name, known) is { } near ? $"did you mean {near}?" : $"an overlay has {Quoting.All(known)}";
            at[Quoting.Shorten(name, 60)].Error($"is not part of a pod template here; {meant}");
        }
    }
}
