namespace ReasonOps.Verification.Extraction;

/// <summary>Sentences: how much of a text is words, and what a last sentence says that something is.</summary>
internal static class Prose
{
    /// <summary>Words of two letters and more that are no commands of LaTeX and no arguments of theirs, counted up to eight.</summary>
    public static int WordsIn(ReadOnlySpan<char> text)
    {
        const int Enough = 8;
        var (words, depth) = (0, 0);
        for (var i = 0; i < text.Length && words < Enough; i++)
        {
            if (text[i] == '{') depth++;
            else if (text[i] == '}') depth = Math.Max(0, depth - 1);
            if (text[i] != '\\' && !char.IsLetter(text[i])) continue;
            var start = i;
            for (i++; i < text.Length && char.IsLetter(text[i]); i++)
            {
            }
            if (text[start] != '\\' && depth == 0 && i - start >= 2) words++;
            i--;
        }
        return words;
    }

    /// <summary>What follows the last "is", "are", "equals" or "=" of the last sentence; null where that is no value.</summary>
    public static string? Conclusion(ReadOnlySpan<char> text)
    {
        var sentence = LastSentence(text);
        var (at, length) = (-1, 0);
        foreach (var verb in (ReadOnlySpan<string>)[" is ", " are ", " equals ", " be "])
        {
            if (sentence.LastIndexOf(verb, StringComparison.OrdinalIgnoreCase) is var found && found > at) (at, length) = (found, verb.Length);
        }
        var equals = sentence.LastIndexOf('=');
        if (equals > at) return IsValue(sentence[(equals + 1)..]) ? string.Concat(NameBefore(sentence[..equals]), Value(sentence[(equals + 1)..])) : null;
        return at >= 0 && IsValue(sentence[(at + length)..]) ? Value(sentence[(at + length)..]).ToString() : null;
    }

    /// <summary>Whether a text ends in a word that what follows is the result: "we get", "this is". "All except" is none.</summary>
    public static bool Introduces(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \t\r\n$\\([*");
        if (text is [.., ':' or '=']) return true;
        foreach (var verb in (ReadOnlySpan<string>)[" is", " are", " be", " was", " get", " gives", " give", " obtain", " obtains", " equals", " equal to", " have", " has", " find", " yields", " to", " becomes", " exactly"])
        {
            if (text.EndsWith(verb, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>The value that a text begins with: its first formula, or its words up to the end of the sentence.</summary>
    public static ReadOnlySpan<char> Value(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t\r\n*:=");
        if (Formulas.First(text) is { IsEmpty: false } formula) return formula;
        text = text[..SentenceEnd(text)];
        foreach (var reason in (ReadOnlySpan<string>)[" because ", " since ", " which ", "\n"])
        {
            if (text.IndexOf(reason, StringComparison.OrdinalIgnoreCase) is > 0 and var end) text = text[..end];
        }
        return Formulas.Only(text);
    }

    /// <summary>Without what stands around and says nothing: white space, emphasis, a full stop.</summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> text) => text.Trim(" \t\r\n*_").TrimEnd(".,;:").Trim(" \t\r\n*_");

    private static bool IsValue(ReadOnlySpan<char> text) =>
        text.TrimStart(" *$") is [var first, ..] rest && (char.IsAsciiDigit(first) || "-+\\([{.|√π−".Contains(first) || rest is [_] or [_, ' ' or '.', ..]);

    private static string NameBefore(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        return text is [.., var letter] && char.IsAsciiLetter(letter) && (text.Length == 1 || text[^2] is ' ' or '$' or '(') ? $"{letter}=" : "";
    }

    private static ReadOnlySpan<char> LastSentence(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \t\r\n.!*");
        for (var i = text.Length - 2; i >= 0; i--)
        {
            if (text[i] is '\n' || (text[i] is '.' or '!' or '?' && char.IsWhiteSpace(text[i + 1]))) return text[(i + 1)..];
        }
        return text;
    }

    private static int SentenceEnd(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') return i;
            if (text[i] is '.' or '?' && i > 0 && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])) && text[i - 1] is not ' ') return i;
        }
        return text.Length;
    }
}
