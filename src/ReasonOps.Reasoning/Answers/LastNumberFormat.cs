using System.Text.RegularExpressions;

namespace ReasonOps.Reasoning.Answers;

/// <summary>The last number: <c>-1,234.5</c>, <c>3/4</c>, <c>6e23</c>; not the digits of a word (<c>H2O</c>).</summary>
internal sealed partial class LastNumberFormat : AnswerFormat
{
    /// <summary>How far before the last digit a number may stand; bounds the search in a content of nothing but digits and commas.</summary>
    private const int Reach = 4096;

    public override string? Extract(string content)
    {
        var end = content.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var tail = content[Math.Max(0, end - Reach)..end];
        return Number().Matches(tail) is { Count: > 0 } numbers ? numbers[^1].Value : null;
    }

    // A sign counts where nothing stands before it that could be subtracted from: "5-3" ends in 3, "x = -3" in -3.
    [GeneratedRegex(
        @"(?:(?<![)\]}A-Za-z0-9_])[-+\u2212])?(?<![A-Za-z_0-9]|[0-9]\.)" +
        @"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)" +
        @"(?:[eE][-+]?[0-9]+)?(?:\s?/\s?[0-9]+(?:\.[0-9]+)?)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
