using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.OpenAi.Bodies;

/// <summary>JSON as this wire has it: only what JSON itself needs escaped is, so that <c>12+7=19</c> reads as itself.</summary>
public static class JsonBody
{
    public const string ContentType = "application/json";

    // Safe here: bodies are application/json or event streams, never put into HTML. Values come from typed records.
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void Write<T>(IBufferWriter<byte> output, T value, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        JsonSerializer.Serialize(json, value, type);
    }
}
