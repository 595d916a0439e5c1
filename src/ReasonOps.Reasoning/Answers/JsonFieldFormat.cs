using System.Text;
using System.Text.Json;

namespace ReasonOps.Reasoning.Answers;

/// <summary>
/// A field of the last JSON object that has it, wherever in the content the object stands (prose and code fences around it
/// are passed over). Strings give their text, everything else its JSON; null and an empty string give nothing.
/// </summary>
internal sealed class JsonFieldFormat(string field) : AnswerFormat
{
    /// <summary>Braces that may turn out not to open an object before the search gives up; each costs an exception.</summary>
    private const int MaxFailures = 256;

    public override string? Extract(string content)
    {
        var utf8 = Encoding.UTF8.GetBytes(content).AsMemory();
        string? found = null;
        var failures = 0;
        for (var at = NextObject(utf8.Span, 0); at >= 0 && failures < MaxFailures;)
        {
            var length = Read(utf8[at..], ref found);
            if (length == 0) failures++;
            at = NextObject(utf8.Span, at + Math.Max(1, length));
        }
        return found;
    }

    /// <summary>The next brace that a quote follows; -1 at the end.</summary>
    private static int NextObject(ReadOnlySpan<byte> utf8, int from)
    {
        for (var i = from; i < utf8.Length; i++)
        {
            if (utf8[i] != '{') continue;
            var next = utf8[(i + 1)..].IndexOfAnyExcept(" \t\r\n"u8);
            if (next < 0) return -1;
            if (utf8[i + 1 + next] == '"') return i;
            i += next;
        }
        return -1;
    }

    /// <summary>The length of the object that begins here; 0 where none does.</summary>
    private int Read(ReadOnlyMemory<byte> utf8, ref string? found)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.Span);
            using var json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.TryGetProperty(field, out var value)) found = Text(value) ?? found;
            return (int)reader.BytesConsumed;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Found(value.GetString()),
        _ => Found(value.GetRawText()),
    };
}
