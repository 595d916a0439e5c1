namespace ReasonOps.Verification.Extraction;

/// <summary>
/// The answer that a text ends in. What is tried, in order: the last <c>\boxed{}</c> (with its neighbours, where several stand in a row),
/// <c>####</c>, <c>&lt;answer&gt;</c>, "the answer is", the last <c>**bold**</c>, the last formula between dollars, what the last sentence
/// says that something is; or else the whole text. What a model thinks before <c>&lt;/think&gt;</c> is not looked at.
/// </summary>
internal static class FinalAnswer
{
    private const string EndOfThought = "</think>";

    public static string Of(string text)
    {
        if (IsBare(text)) return text.Trim();
        var thoughtEnd = text.LastIndexOf(EndOfThought, StringComparison.Ordinal);
        var said = (thoughtEnd < 0 ? text.AsSpan() : text.AsSpan(thoughtEnd + EndOfThought.Length)).Trim();
        var marked = Boxes.Last(said) ?? Marks.Hashes(said) ?? Marks.Tag(said);
        if (marked is not null) return marked;
        var prose = Prose.WordsIn(said);
        return (prose >= 1 ? Marks.Phrase(said) : null)
            ?? (prose >= 3 ? Marks.Bold(said) ?? Formulas.Last(said) ?? Prose.Conclusion(said) : null)
            ?? said.ToString();
    }

    /// <summary>Nothing that any mark is made of: the common case, seen at a glance.</summary>
    private static bool IsBare(ReadOnlySpan<char> text) =>
        text.Length <= 24 && !text.ContainsAny("#*<\n") && !text.Contains("box", StringComparison.Ordinal) && !text.Contains("nswer", StringComparison.OrdinalIgnoreCase)
        && Prose.WordsIn(text) < 3;
}
