using System.Buffers;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <summary>One page of a list.</summary>
internal static class ListReader
{
    /// <exception cref="JsonException">The page is no list.</exception>
    public static (List<T> Items, V1ListMeta Metadata) Read<T>(in ReadOnlySequence<byte> page, ObjectReader<T> objects, Action<string, JsonException> tell)
        where T : class, IKubernetesObject
    {
        var reader = Envelope.Open(page);
        var items = new List<T>();
        var metadata = new V1ListMeta();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a list is a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isMetadata, isItems) = (reader.ValueTextEquals("metadata"u8), reader.ValueTextEquals("items"u8));
            reader.Read();
            if (isMetadata) metadata = JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.V1ListMeta) ?? metadata;
            else if (isItems && reader.TokenType == JsonTokenType.StartArray) ReadItems(page, ref reader, objects, tell, items);
            else reader.Skip();
        }
        return (items, metadata);
    }

    private static void ReadItems<T>(
        in ReadOnlySequence<byte> page, ref Utf8JsonReader reader, ObjectReader<T> objects, Action<string, JsonException> tell, List<T> items)
        where T : class, IKubernetesObject
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (objects.ReadOrTell(Envelope.Slice(page, ref reader), tell) is { } item) items.Add(item);
        }
    }
}
