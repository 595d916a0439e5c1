using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Bodies;

/// <summary>
/// Whether all of a body's text is text, and its numbers are numbers. What is only passed on is not decoded where it is read, and would fail where it is written again.
/// </summary>
internal static class BodyText
{
    /// <exception cref="ApiException">400.</exception>
    public static void Require(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) throw ApiException.InvalidRequest(null, "the body is not valid UTF-8");
        var reader = new Utf8JsonReader(json);
        ReadOnlySpan<byte> field = default;
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && !IsText(ref reader))
                throw Wrong(field, "has half a surrogate pair, \\uD800 to \\uDFFF alone; send both halves or neither");
            if (reader.TokenType == JsonTokenType.Number && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
                throw Wrong(field, "is a number beyond 1.8e308, the largest there is");
            if (reader.TokenType == JsonTokenType.PropertyName) field = reader.ValueSpan;
        }
    }

    /// <param name="field">The last one before the mistake; empty: there was none.</param>
    private static ApiException Wrong(ReadOnlySpan<byte> field, string what)
    {
        var name = Encoding.UTF8.GetString(field);
        return name.Length == 0 ? ApiException.InvalidRequest(null, $"the body {what}") : ApiException.InvalidRequest(name, $"{name}: {what}");
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
