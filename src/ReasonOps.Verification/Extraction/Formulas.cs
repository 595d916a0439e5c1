namespace ReasonOps.Verification.Extraction;

/// <summary>Formulas in prose: <c>$...$</c>, <c>$$...$$</c>, <c>\(...\)</c>, <c>\[...\]</c>.</summary>
internal static class Formulas
{
    /// <summary>The last one, where the text ends in it and says that it is something; null where it is only mentioned, or a dollar is alone.</summary>
    public static string? Last(ReadOnlySpan<char> text)
    {
        var (start, end) = Between(text, "\\(", "\\)");
        if (Between(text, "\\[", "\\]") is var display && display.End > end) (start, end) = display;
        if (Dollars(text) is var dollars && dollars.End > end) (start, end) = dollars;
        if (end <= start || Prose.Clean(text[start..end]) is not { IsEmpty: false } formula || Prose.WordsIn(text[end..]) > 1) return null;
        return SaysSomething(formula) || Prose.Introduces(text[..start]) ? formula.ToString() : null;
    }

    private static bool SaysSomething(ReadOnlySpan<char> formula)
    {
        if (formula.ContainsAny('=', '<', '>')) return true;
        foreach (var relation in (ReadOnlySpan<string>)["\\le", "\\ge", "\\ne", "\\lt", "\\gt", "\\in "])
        {
            if (formula.Contains(relation, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>The formula, where the text is one with nothing but signs around; else the text.</summary>
    public static ReadOnlySpan<char> Only(ReadOnlySpan<char> text)
    {
        var clean = Prose.Clean(text);
        return clean.Length > 2 && clean[0] == '$' && clean[^1] == '$' && clean[1..^1].Trim('$') is var inside && !inside.Contains('$') ? inside.Trim() : clean;
    }

    /// <summary>The first formula that a text begins with; empty where it begins otherwise.</summary>
    public static ReadOnlySpan<char> First(ReadOnlySpan<char> text)
    {
        foreach (var (open, close) in (ReadOnlySpan<(string, string)>)[("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")])
        {
            if (!text.StartsWith(open, StringComparison.Ordinal)) continue;
            var inside = text[open.Length..];
            var end = inside.IndexOf(close, StringComparison.Ordinal);
            if (end > 0 && inside[..end].Count('\n') < 2) return inside[..end].Trim();
        }
        return default;
    }

    private static (int Start, int End) Between(ReadOnlySpan<char> text, string open, string close)
    {
        var end = text.LastIndexOf(close, StringComparison.Ordinal);
        var start = end < 0 ? -1 : text[..end].LastIndexOf(open, StringComparison.Ordinal);
        return start < 0 ? (0, 0) : (start + open.Length, end);
    }

    /// <summary>An odd dollar is a price: then none of them is taken for a formula's.</summary>
    private static (int Start, int End) Dollars(ReadOnlySpan<char> text)
    {
        var (count, previous, last) = (0, -1, -1);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '$') (count, previous, last) = (count + 1, last, i);
            if (i + 1 < text.Length && text[i] == '$' && text[i + 1] == '$' && last == i) i++;
        }
        return count == 0 || count % 2 != 0 ? (0, 0) : (previous + (text[previous + 1] == '$' ? 2 : 1), last);
    }
}
