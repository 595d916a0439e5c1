namespace ReasonOps.Verification.Shapes;

/// <summary>An answer to a multiple choice: <c>(B)</c>, <c>B.</c>, <c>\text{B}</c>, <c>(B) 5 cm</c>.</summary>
/// <param name="IsMarked">Whether it has a bracket, a full stop or a colon: a letter alone may be a symbol.</param>
/// <param name="Rest">What the letter stands for, where that is given.</param>
internal sealed record Choice(char Letter, bool IsMarked, string Rest)
{
    /// <summary>Null where the text is no choice from A to J.</summary>
    public static Choice? Read(ReadOnlySpan<char> text)
    {
        text = Undressed(text);
        var bracket = text is ['(', ..];
        if (bracket) text = text[1..].TrimStart();
        if (text.IsEmpty || text[0] is not (>= 'A' and <= 'J' or >= 'a' and <= 'j')) return null;
        var letter = text[0];
        var rest = text[1..].TrimStart();
        if (rest.IsEmpty) return bracket || char.IsAsciiLetterLower(letter) ? null : new Choice(letter, false, "");
        if (rest[0] == ')') return new Choice(char.ToUpperInvariant(letter), true, Tail(rest));
        return !bracket && char.IsAsciiLetterUpper(letter) && rest[0] is '.' or ':' && (rest.Length == 1 || rest[1] == ' ') ? new Choice(letter, true, Tail(rest)) : null;
    }

    private static string Tail(ReadOnlySpan<char> rest) => rest[1..].Trim(" .:").ToString();

    private static ReadOnlySpan<char> Undressed(ReadOnlySpan<char> text)
    {
        text = text.Trim(" $*");
        foreach (var command in (ReadOnlySpan<string>)["\\text", "\\textbf", "\\mathrm", "\\mathbf", "\\mbox"])
        {
            var opening = command + "{";
            if (!text.StartsWith(opening, StringComparison.Ordinal) || text.IndexOf('}') is not (> 0 and var end)) continue;
            text = end == text.Length - 1 ? text[opening.Length..end].Trim() : string.Concat(text[opening.Length..end].Trim(), " ", text[(end + 1)..]);
            break;
        }
        return text;
    }
}
