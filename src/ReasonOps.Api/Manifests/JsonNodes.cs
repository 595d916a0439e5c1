using System.Text.Json;

namespace ReasonOps.Api.Manifests;

/// <summary>JSON as the tree that YAML becomes: read, judged and told alike, but on no line.</summary>
internal static class JsonNodes
{
    /// <summary>The line of what stands in no file.</summary>
    public const int NoLine = 0;

    public static ManifestNode Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Mapping(value.EnumerateObject().Select(field => (field.Name, Of(field.Value)))),
        JsonValueKind.Array => new ListNode(NoLine, [.. value.EnumerateArray().Select(Of)]),
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.Undefined => Plain("null"),
        _ => Plain(value.GetRawText()),
    };

    public static ManifestNode Of(string? text) => text is null ? Plain("null") : Text(text);

    public static ManifestNode Of(IReadOnlyDictionary<string, string>? texts) =>
        texts is null ? Plain("null") : Mapping(texts.Select(pair => (pair.Key, (ManifestNode)Text(pair.Value))));

    public static MappingNode Mapping(IEnumerable<(string Key, ManifestNode Value)> pairs)
    {
        var fields = new Dictionary<string, ManifestField>(StringComparer.Ordinal);
        var mistakes = new List<ManifestError>();
        foreach (var (key, value) in pairs)
        {
            if (!fields.TryAdd(key, new ManifestField(NoLine, key, value)))
                mistakes.Add(new(NoLine, key, "is given twice; keep one"));
        }
        return new MappingNode(NoLine, [.. fields.Values], mistakes);
    }

    private static ScalarNode Text(string text) => new(NoLine, text, Plain: false);

    private static ScalarNode Plain(string text) => new(NoLine, text, Plain: true);
}
