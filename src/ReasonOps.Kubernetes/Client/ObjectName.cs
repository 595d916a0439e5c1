using System.Buffers;
using System.Text.Json;

namespace ReasonOps.Kubernetes.Client;

/// <summary>What an object is called that cannot be read as what it should be.</summary>
internal static class ObjectName
{
    public static string In(in ReadOnlySequence<byte> body)
    {
        try
        {
            using var whole = JsonDocument.Parse(body, new() { MaxDepth = Envelope.MostDepth });
            return whole.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("metadata", out var metadata)
                && metadata.ValueKind == JsonValueKind.Object ? $"{Text(metadata, "namespace")}/{Text(metadata, "name")}" : "without a name";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "without a readable name";
        }
    }

    private static string? Text(JsonElement from, string field) =>
        from.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
