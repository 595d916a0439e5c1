using System.Text.RegularExpressions;

namespace ReasonOps.Charts.Tests.Monitoring;

/// <summary>What a PromQL expression reads; enough of the language for our own.</summary>
internal static partial class PromQl
{
    private static readonly string[] Words = ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool"];

    /// <summary>Names of the series.</summary>
    public static IReadOnlyList<string> Metrics(string expression)
    {
        var named = NamePattern().Matches(expression).SelectMany(match => match.Groups[1].Value.Split('|'));
        var bare = LabelLists().Replace(Ranges().Replace(Selectors().Replace(expression, " "), " "), " ");
        var plain = Identifiers().Matches(bare).Where(match => !match.Groups["call"].Success).Select(match => match.Groups["name"].Value);
        return [.. named.Concat(plain.Except(Words)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Labels that series are selected or grouped by.</summary>
    public static IReadOnlyList<string> Labels(string expression) =>
    [
        .. Selectors().Matches(expression).SelectMany(match => Matchers().Matches(match.Value)).Select(match => match.Groups[1].Value)
            .Concat(Grouped(expression)).Where(label => label != "__name__").Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Labels that are left on the result.</summary>
    public static IReadOnlyList<string> Grouped(string expression) =>
        [.. LabelLists().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)).Distinct()];

    [GeneratedRegex("""__name__=~"([^"]*)["]""")]
    private static partial Regex NamePattern();

    [GeneratedRegex("""\{[^}]*\}""")]
    private static partial Regex Selectors();

    [GeneratedRegex("""([a-z_]+)\s*(=~|!=|!~|=)""")]
    private static partial Regex Matchers();

    [GeneratedRegex("""\[[^\]]*\]""")]
    private static partial Regex Ranges();

    [GeneratedRegex("""\bby\s*\(([^)]*)\)""")]
    private static partial Regex LabelLists();

    [GeneratedRegex("""(?<![\w:.])(?<name>[a-zA-Z_:][\w:]*)(?<call>\s*\()?""")]
    private static partial Regex Identifiers();
}
