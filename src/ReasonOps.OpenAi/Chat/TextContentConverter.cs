using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.OpenAi.Chat;

/// <summary>Reads a message's content, a string or an array of <c>{"type": "text", "text": ...}</c> parts, as one string.</summary>
public sealed class TextContentConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null) return reader.GetString();
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("must be a string or an array of text parts");
        var text = new StringBuilder();
        using var parts = JsonDocument.ParseValue(ref reader);
        foreach (var part in parts.RootElement.EnumerateArray()) text.Append(TextOf(part));
        return text.ToString();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string TextOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("text", out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new JsonException("must be a string or an array of text parts alone");
}
