using System.Text;

namespace ReasonOps.Sandbox.Grading;

/// <summary>The beginning of a text, or its end, for a message.</summary>
internal static class Excerpt
{
    private const int Length = 240;

    public static string Of(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= Length ? trimmed : $"{trimmed[..Length]}... ({trimmed.Length} characters)";
    }

    /// <summary>Of what a program says as it dies, the end says why.</summary>
    public static string EndOf(ReadOnlyMemory<byte> text)
    {
        var trimmed = Encoding.UTF8.GetString(text.Span).Trim();
        return trimmed.Length <= 2 * Length ? trimmed : $"...{trimmed[^(2 * Length)..]}";
    }
}
