using System.Buffers;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <summary>One line of a watch: <c>{"type": "ADDED", "object": {...}}</c>.</summary>
internal static class WatchReader
{
    /// <returns>Null for an object that does not fit its class, which was told.</returns>
    /// <exception cref="KubernetesException">The line is the server's error.</exception>
    /// <exception cref="JsonException">The line is no event.</exception>
    public static WatchEvent<T>? Read<T>(in ReadOnlySequence<byte> line, ObjectReader<T> objects, Action<string, JsonException> tell)
        where T : class, IKubernetesObject
    {
        var reader = new Utf8JsonReader(line);
        var (type, found) = Envelope(ref reader, out var body);
        if (type is null || !found) throw new JsonException("a watch event has a type and an object");
        if (type == "ERROR") throw StatusReader.Read(JsonSerializer.Deserialize(ref body, KubernetesJsonContext.Default.V1Status));
        return objects.ReadOrTell(ref body, tell) is { } entity ? new(TypeOf(type), entity) : null;
    }

    /// <param name="body">At the object's first token.</param>
    private static (string? Type, bool Found) Envelope(ref Utf8JsonReader reader, out Utf8JsonReader body)
    {
        string? type = null;
        var found = false;
        body = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isObject) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("object"u8));
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String) type = reader.GetString();
            if (isObject)
            {
                body = reader;
                found = true;
            }
            reader.Skip();
        }
        return (type, found);
    }

    private static WatchEventType TypeOf(string type) => type switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        _ => throw new JsonException($"\"{type}\" is no type of event"),
    };
}
