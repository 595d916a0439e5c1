using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.OpenAi;

/// <summary>Reads a count that some servers send as <c>null</c> when they did not count.</summary>
public sealed class NullAsZeroConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0 : reader.GetInt32();

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
