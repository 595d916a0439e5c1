using System.Text;

namespace ReasonOps.Api.Manifests;

/// <summary>A user's text inside a message: one line, and short.</summary>
internal static class Quoting
{
    private const int Most = 60;

    public static string Quote(string text) => $"\"{Shorten(text, Most)}\"";

    public static string Shorten(string text, int most = 200)
    {
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length >= most)
                return kept.Append("...").ToString();
            if (Rune.IsControl(rune))
                kept.Append('?');
            else
                kept.Append(rune);
        }
        return kept.ToString();
    }

    /// <summary>As <c>a, b or c</c>.</summary>
    public static string Either(IReadOnlyList<string> words) => Join(words, "or");

    /// <summary>As <c>a, b and c</c>.</summary>
    public static string All(IReadOnlyList<string> words) => Join(words, "and");

    private static string Join(IReadOnlyList<string> words, string last) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} {last} {words[^1]}";
}
