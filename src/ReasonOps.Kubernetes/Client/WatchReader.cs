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
        var (type, body) = Open(line);
        if (type is null || body.IsEmpty) throw new JsonException("a watch event has a type and an object");
        if (type == "ERROR") throw StatusReader.Read(body);
        return objects.ReadOrTell(body, tell) is { } entity ? new(TypeOf(type), entity) : null;
    }

    private static (string? Type, ReadOnlySequence<byte> Object) Open(in ReadOnlySequence<byte> line)
    {
        var reader = Envelope.Open(line);
        string? type = null;
        var body = ReadOnlySequence<byte>.Empty;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a watch event is a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isObject) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("object"u8));
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String) type = reader.GetString();
            if (isObject) body = Envelope.Slice(line, ref reader);
            else reader.Skip();
        }
        return (type, body);
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
