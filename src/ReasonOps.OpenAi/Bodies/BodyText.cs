using System.Text.Json;
using System.Text.Unicode;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Bodies;

/// <summary>
/// Whether all of a body's text is text. What is only passed on is not decoded where it is read, and would fail where it is written again.
/// </summary>
internal static class BodyText
{
    /// <exception cref="ApiException">400.</exception>
    public static void Require(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) throw ApiException.InvalidRequest(null, "the body is not valid UTF-8");
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0) return;
        var reader = new Utf8JsonReader(json);
        string? field = null;
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && !IsText(ref reader))
                throw ApiException.InvalidRequest(field, $"{field ?? "the body"}: has half a surrogate pair, \\uD800 to \\uDFFF alone; send both halves or neither");
            if (reader.TokenType == JsonTokenType.PropertyName) field = reader.GetString();
        }
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
