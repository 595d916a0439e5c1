using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

/// <summary>A port by number or name, a count or a percentage; written as it was read.</summary>
[JsonConverter(typeof(IntOrStringConverter))]
public readonly record struct IntOrString
{
    private readonly string? _text;
    private readonly int _number;

    public IntOrString(int number) => _number = number;

    public IntOrString(string text) => _text = text;

    /// <summary>Null where it is a text.</summary>
    public int? Number => _text is null ? _number : null;

    /// <summary>Null where it is a number.</summary>
    public string? Text => _text;

    public static implicit operator IntOrString(int number) => new(number);

    public static implicit operator IntOrString(string text) => new(text);

    public static IntOrString FromInt32(int number) => new(number);

    public static IntOrString FromString(string text) => new(text);

    public override string ToString() => _text ?? _number.ToString(CultureInfo.InvariantCulture);
}

internal sealed class IntOrStringConverter : JsonConverter<IntOrString>
{
    public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) => new(number),
        JsonTokenType.String => new(reader.GetString()!),
        _ => throw new JsonException($"a {reader.TokenType} is neither a whole number nor a text"),
    };

    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.Number is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.Text);
    }
}
