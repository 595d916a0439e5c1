using System.Collections.Frozen;

namespace ReasonOps.Verification.Shapes;

/// <summary>Words that have one meaning in mathematics, and texts that look like formulas and are none.</summary>
internal static class Wording
{
    private static readonly FrozenDictionary<string, string> Formulas = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["no solution"] = "\\emptyset",
        ["no solutions"] = "\\emptyset",
        ["no real solution"] = "\\emptyset",
        ["no real solutions"] = "\\emptyset",
        ["empty set"] = "\\emptyset",
        ["the empty set"] = "\\emptyset",
        ["all real numbers"] = "\\mathbb{R}",
        ["all reals"] = "\\mathbb{R}",
        ["the real numbers"] = "\\mathbb{R}",
        ["infinity"] = "\\infty",
        ["zero"] = "0",
        ["one"] = "1",
        ["two"] = "2",
        ["three"] = "3",
        ["four"] = "4",
        ["five"] = "5",
        ["six"] = "6",
        ["seven"] = "7",
        ["eight"] = "8",
        ["nine"] = "9",
        ["ten"] = "10",
        ["eleven"] = "11",
        ["twelve"] = "12",
        ["one half"] = "1/2",
        ["one-half"] = "1/2",
        ["does not exist"] = "\\text{undefined}",
        ["dne"] = "\\text{undefined}",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What words stand for; other texts as they are.</summary>
    public static string Formula(string text)
    {
        const int Longest = 40;
        if (text.Length > Longest || text.AsSpan().ContainsAnyInRange('0', '9')) return text;
        var words = text.AsSpan().Trim(" $.");
        if (words.StartsWith("\\text{", StringComparison.Ordinal) && words.EndsWith("}")) words = words[6..^1].Trim(" .");
        return Formulas.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(words, out var formula) ? formula : text;
    }

    /// <summary>2024-05-06, 5/6/2024 and 12:30 are no differences, quotients and ratios.</summary>
    public static bool IsDateOrTime(ReadOnlySpan<char> text)
    {
        text = text.Trim(" $.");
        Span<char> shape = stackalloc char[12];
        if (text.Length > shape.Length || text.Length < 4) return false;
        for (var i = 0; i < text.Length; i++) shape[i] = char.IsAsciiDigit(text[i]) ? '0' : text[i];
        return shape[..text.Length] is "0000-00-00" or "0000/00/00" or "00/00/0000" or "0/00/0000" or "00/0/0000" or "0/0/0000" or "00.00.0000" or "00-00-0000" or "0:00" or "00:00" or "00:00:00" or "0:00:00";
    }
}
