using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Bodies;

/// <summary>Turns a deserializer's failure into words for the sender: the field, the value, what would be right.</summary>
internal static class FieldError
{
    private const int ShownCharacters = 60;

    /// <summary>Of objects and arrays in each other, as .NET reads them.</summary>
    private const int MaxDepth = 64;

    public static ApiException Explain(ReadOnlyMemory<byte> json, JsonTypeInfo type, JsonException failure)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Explain(document.RootElement, type, failure);
        }
        catch (JsonException syntax)
        {
            if (IsTooDeep(json.Span)) return ApiException.InvalidRequest(null, $"the body is nested more than {MaxDepth} levels deep", failure);
            var place = string.Create(CultureInfo.InvariantCulture, $"line {syntax.LineNumber + 1}, byte {syntax.BytePositionInLine + 1}");
            return ApiException.InvalidRequest(null, $"the body is not valid JSON at {place}", failure);
        }
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth + 2 });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= MaxDepth) return true;
        }
        catch (JsonException)
        {
            // What is wrong comes before it is too deep.
        }
        return false;
    }

    private static ApiException Explain(JsonElement root, JsonTypeInfo type, JsonException failure)
    {
        var path = (failure.Path ?? "$").TrimStart('$').TrimStart('.');
        var (value, expected) = Walk(root, type, path);
        var wanted = failure.Message.StartsWith("must be", StringComparison.Ordinal) ? failure.Message : $"must be {Describe(expected, value)}";
        return ApiException.InvalidRequest(
            path.Length == 0 ? null : path, $"{(path.Length == 0 ? "the body" : path)}: {wanted}, not {Shown(value)}", failure);
    }

    /// <summary>Goes down <c>messages[0].content</c> in the value and in its type, as far as both have it.</summary>
    private static (JsonElement? Value, JsonTypeInfo? Type) Walk(JsonElement root, JsonTypeInfo type, string path)
    {
        JsonElement? value = root;
        JsonTypeInfo? expected = type;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var isIndex = step.EndsWith(']');
            value = isIndex ? ElementAt(value, step[..^1]) : Member(value, step);
            expected = TypeOf(expected, isIndex ? expected?.ElementType : expected?.Properties.FirstOrDefault(p => p.Name == step)?.PropertyType);
        }
        return (value, expected);
    }

    private static JsonElement? ElementAt(JsonElement? array, string index) =>
        array is { ValueKind: JsonValueKind.Array } items
        && int.TryParse(index, CultureInfo.InvariantCulture, out var i) && i >= 0 && i < items.GetArrayLength()
            ? items[i]
            : null;

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } members && Find(members, name) is { ValueKind: not JsonValueKind.Undefined } member ? member : null;

    private static JsonElement Find(JsonElement members, string name)
    {
        try
        {
            return members.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            return default; // Beside it stands a name that is no text.
        }
    }

    private static JsonTypeInfo? TypeOf(JsonTypeInfo? parent, Type? type) =>
        parent is not null && type is not null && parent.Options.TryGetTypeInfo(type, out var info) ? info : null;

    private static string Describe(JsonTypeInfo? type, JsonElement? value)
    {
        if (type is null) return "of another type";
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(int)) return "a whole number within 32 bits";
        if (plain == typeof(long)) return "a whole number within 64 bits";
        if (plain == typeof(double)) return "a number";
        if (plain == typeof(bool)) return "true or false";
        if (plain == typeof(string)) return value is { ValueKind: JsonValueKind.String } ? "text: valid UTF-8, no half of a surrogate pair" : "a string";
        return type.Kind == JsonTypeInfoKind.Enumerable ? "an array" : "an object";
    }

    private static string Shown(JsonElement? value)
    {
        try
        {
            var text = value?.GetRawText() ?? "what it is";
            return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "...";
        }
        catch (InvalidOperationException)
        {
            return "text that is not valid UTF-8";
        }
    }
}
