using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReasonOps.Kubernetes.Models;

/// <summary>
/// Objects as small as they can be kept, since thousands are: without <c>managedFields</c>, in memory of exactly their size. Its buffer
/// serves one object after the other; not for two threads.
/// </summary>
internal sealed class ApiObjectReader
{
    /// <summary>Escapes of quotes and umlauts are one to two bytes this way, and six the other; nothing of it goes into HTML.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <param name="type">Written into an object that does not say what it is, as in a list; null to leave it.</param>
    /// <param name="metadataOnly">Nothing but metadata is kept, and the kind is <paramref name="type"/> whatever it says.</param>
    /// <exception cref="JsonException">It is no object, or its metadata cannot be read.</exception>
    public ApiObject Read(ref Utf8JsonReader reader, EntityType? type, bool metadataOnly)
    {
        using var whole = JsonDocument.ParseValue(ref reader);
        if (whole.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException($"an object is wanted, and this is a {whole.RootElement.ValueKind}");
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, Plain)) Write(writer, whole.RootElement, type, metadataOnly);
        using var lean = JsonDocument.Parse(_buffer.WrittenMemory);
        var metadata = lean.RootElement.TryGetProperty("metadata", out var found) ? found.Deserialize(KubernetesJsonContext.Default.V1ObjectMeta) : null;
        return new(metadata ?? new(), lean.RootElement.Clone());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement root, EntityType? type, bool metadataOnly)
    {
        writer.WriteStartObject();
        WriteName(writer, root, "apiVersion", type?.ApiVersion, metadataOnly);
        WriteName(writer, root, "kind", type?.Kind, metadataOnly);
        foreach (var field in root.EnumerateObject())
        {
            if (field.NameEquals("metadata"u8) && field.Value.ValueKind == JsonValueKind.Object) WriteMetadata(writer, field.Value);
            else if (!metadataOnly && !field.NameEquals("apiVersion"u8) && !field.NameEquals("kind"u8)) field.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, JsonElement root, string field, string? known, bool overrides)
    {
        var own = root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if ((overrides ? known ?? own : own ?? known) is { } name) writer.WriteString(field, name);
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var field in metadata.EnumerateObject())
        {
            if (!field.NameEquals("managedFields"u8)) field.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
