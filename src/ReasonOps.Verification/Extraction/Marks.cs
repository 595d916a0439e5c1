namespace ReasonOps.Verification.Extraction;

/// <summary>Words and signs that say: here comes the answer.</summary>
internal static class Marks
{
    /// <summary>How many places that look like a mark are tried, the last first.</summary>
    private const int Tries = 16;

    /// <summary>What follows the last <c>####</c>, up to the end of its line; or the next line, where that is empty.</summary>
    public static string? Hashes(ReadOnlySpan<char> text)
    {
        for (var tries = 0; tries < Tries && text.LastIndexOf("####", StringComparison.Ordinal) is >= 0 and var at; tries++)
        {
            var line = FirstLine(text[(at + 4)..]).TrimStart('#').Trim();
            if (line.Length > 0) return Formulas.Only(line).ToString();
            text = text[..at];
        }
        return null;
    }

    /// <summary>What the last <c>&lt;answer&gt;...&lt;/answer&gt;</c> holds; the marks inside count.</summary>
    public static string? Tag(ReadOnlySpan<char> text)
    {
        const string Open = "<answer>";
        var start = text.LastIndexOf(Open, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var inside = text[(start + Open.Length)..];
        var end = inside.IndexOf("</answer>", StringComparison.OrdinalIgnoreCase);
        inside = (end < 0 ? inside : inside[..end]).Trim();
        return inside.IsEmpty ? null : Phrase(inside) ?? Formulas.Only(inside).ToString();
    }

    /// <summary>"The answer is 5", "Answer: 5", "the answer to this is $5$."</summary>
    public static string? Phrase(ReadOnlySpan<char> text)
    {
        const string Word = "answer";
        var before = text;
        for (var tries = 0; tries < Tries && before.LastIndexOf(Word, StringComparison.OrdinalIgnoreCase) is >= 0 and var at; tries++)
        {
            before = text[..at];
            if (at > 0 && char.IsLetter(text[at - 1])) continue;
            var after = text[(at + Word.Length)..];
            if (AfterVerb(after) is { IsEmpty: false } answer) return answer.ToString();
            if (Formulas.First(after.TrimStart()) is { IsEmpty: false } formula) return formula.ToString();
        }
        return null;
    }

    /// <summary>What the last <c>**bold**</c> holds.</summary>
    public static string? Bold(ReadOnlySpan<char> text)
    {
        var end = text.LastIndexOf("**", StringComparison.Ordinal);
        var start = end < 0 ? -1 : text[..end].LastIndexOf("**", StringComparison.Ordinal);
        if (start < 0) return null;
        var bold = text[(start + 2)..end].Trim();
        if (bold.IsEmpty || bold.Contains('\n') || bold[^1] == ':') return null;
        return Formulas.Last(bold) ?? (Prose.WordsIn(bold) >= 3 ? Prose.Conclusion(bold) : null) ?? Prose.Clean(bold).ToString();
    }

    /// <summary>The value behind the first verb or colon; of two at one place the longer.</summary>
    private static ReadOnlySpan<char> AfterVerb(ReadOnlySpan<char> text)
    {
        const int Reach = 60;
        var line = text[..Math.Min(Reach, LineEnd(text))];
        var (first, end) = (int.MaxValue, 0);
        foreach (var verb in (ReadOnlySpan<string>)[" is:", " is", " are:", " are", ":", " =", " equals"])
        {
            var at = line.IndexOf(verb, StringComparison.OrdinalIgnoreCase);
            var after = at + verb.Length;
            if (at < 0 || at >= first || (char.IsLetter(verb[^1]) && after < text.Length && char.IsLetterOrDigit(text[after]))) continue;
            (first, end) = (at, after);
        }
        if (end == 0) return default;
        var value = Prose.Value(text[end..]);
        return Prose.WordsIn(value) >= 3 && Prose.Conclusion(value) is { } conclusion ? conclusion : value;
    }

    private static int LineEnd(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length;

    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        return text[..LineEnd(text)];
    }
}
