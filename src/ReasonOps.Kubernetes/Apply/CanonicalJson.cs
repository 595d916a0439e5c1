using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>One text for all that mean the same: keys sorted, nulls and <see cref="Drift.Annotation"/> left out.</summary>
internal static class CanonicalJson
{
    public static ReadOnlyMemory<byte> Of(JsonNode node)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes)) Write(writer, node);
        return bytes.WrittenMemory;
    }

    /// <returns>16 hexadecimal digits.</returns>
    public static string Hash(ReadOnlyMemory<byte> canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical.Span).AsSpan(0, 8));

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject fields:
                writer.WriteStartObject();
                foreach (var (name, value) in fields.Where(IsTold).OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.Number) writer.WriteRawValue(Number(node.ToJsonString()));
                else node.WriteTo(writer);
                break;
        }
    }

    /// <summary>The server writes 0.80 as 0.8.</summary>
    private static string Number(string text) =>
        text.AsSpan().ContainsAny(".eE") && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : text;

    private static bool IsTold(KeyValuePair<string, JsonNode?> field) =>
        field.Key != Drift.Annotation && field.Value is not null && field.Value.GetValueKind() != JsonValueKind.Null;
}
