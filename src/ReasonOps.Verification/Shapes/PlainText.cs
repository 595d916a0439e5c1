using System.Buffers;
using System.Text;

namespace ReasonOps.Verification.Shapes;

/// <summary>A text as text, undressed: without spacing commands, dollars, <c>\text{}</c>, white space and a final full stop.</summary>
internal static class PlainText
{
    private static readonly string[] Dressing =
        ["text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mbox", "operatorname", "left", "right", "displaystyle", "quad", "qquad", "bf", "rm", "limits"];

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Whether two texts are the same once undressed. Upper and lower case count where letters are symbols, and not where they are words.</summary>
    public static bool Same(string a, string b)
    {
        var (x, y) = (Undressed(a), Undressed(b));
        return x.Length > 0 && string.Equals(x, y, IsWords(a) && IsWords(b) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static string Undressed(ReadOnlySpan<char> text)
    {
        var (kept, braces, spaced) = (new StringBuilder(text.Length), new Stack<bool>(), false);
        var price = text.Count('$') % 2 == 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i] == '\u2212' ? '-' : text[i];
            if (char.IsWhiteSpace(c) || c == '*' || (c == '$' && !price)) spaced = true;
            else if (c == '\\') i += Command(text[(i + 1)..], kept, braces);
            else if (c == '{') Open(kept, braces, dressing: false);
            else if (c != '}' || !braces.TryPop(out var dressing) || !dressing)
            {
                if (spaced && kept.Length > 0 && char.IsLetterOrDigit(c) && char.IsLetterOrDigit(kept[^1])) kept.Append(' ');
                kept.Append(c);
                spaced = false;
            }
        }
        return kept.ToString().TrimEnd('.');
    }

    private static void Open(StringBuilder kept, Stack<bool> braces, bool dressing)
    {
        braces.Push(dressing);
        if (!dressing) kept.Append('{');
    }

    /// <summary>Keeps the command's name unless it only dresses, and then leaves out the braces of its argument; says how many characters it read.</summary>
    private static int Command(ReadOnlySpan<char> rest, StringBuilder kept, Stack<bool> braces)
    {
        var end = rest.IndexOfAnyExcept(Letters);
        var name = end < 0 ? rest : rest[..end];
        if (name.IsEmpty)
        {
            if (rest is ['{' or '}' or '|' or '\\', ..]) kept.Append('\\').Append(rest[0]);
            else if (rest is ['%', ..]) kept.Append('%');
            return rest.IsEmpty ? 0 : 1;
        }
        var plain = name.ToString() is var full && full is "dfrac" or "tfrac" ? "frac" : full;
        var dresses = Dressing.Contains(plain);
        if (!dresses) kept.Append('\\').Append(plain);
        if (!dresses || rest[name.Length..] is not ['{', ..]) return name.Length;
        Open(kept, braces, dressing: true);
        return name.Length + 1;
    }

    private static bool IsWords(ReadOnlySpan<char> text)
    {
        var (run, longest) = (0, 0);
        foreach (var c in text)
        {
            if (c is '\\' or '=' or '^' or '+' or '_' && !text.StartsWith("\\text", StringComparison.Ordinal)) return false;
            longest = Math.Max(longest, run = char.IsLetter(c) ? run + 1 : 0);
        }
        return longest >= 2;
    }
}
