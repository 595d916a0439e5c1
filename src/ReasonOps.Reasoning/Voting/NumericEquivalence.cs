using System.Text.RegularExpressions;

namespace ReasonOps.Reasoning.Voting;

/// <summary>
/// The same text once dressing is taken off (case, spaces, <c>$</c>, LaTeX spacing, a final full stop), or the same number:
/// 63 = 63.0 = 126/2 = \frac{126}{2}, 1,234 = 1234, 50% = 50. Numbers compare exactly: 1/3 is not 0.3333.
/// </summary>
public sealed partial class NumericEquivalence : IAnswerEquivalence
{
    /// <summary>Longer answers are compared as they are.</summary>
    private const int MaxLength = 1000;

    public bool Same(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal)) return true;
        if (IsPlain(left) && IsPlain(right)) return false;
        if (left.Length > MaxLength || right.Length > MaxLength) return false;
        var (a, b) = (Undressed(left), Undressed(right));
        return string.Equals(a, b, StringComparison.OrdinalIgnoreCase)
            || (Rational.Parse(a) is { } x && Rational.Parse(b) is { } y && x == y);
    }

    /// <summary>An integer with nothing to normalise, as most answers are.</summary>
    private static bool IsPlain(string answer) => answer is [>= '1' and <= '9', ..] && !answer.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static string Undressed(string answer)
    {
        var text = LatexSpacing().Replace(answer, "").Replace('\u2212', '-').Replace("{,}", ",", StringComparison.Ordinal);
        text = Fraction().Replace(text, "$1/$2");
        return Spaces().Replace(text.Trim().TrimEnd('.').Trim(), " ");
    }

    [GeneratedRegex(@"\$|\\[,;:! ]|\\[()\[\]]|\\(?:left|right)(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex LatexSpacing();

    [GeneratedRegex(@"\\[dt]?frac\{([^{}]+)\}\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
