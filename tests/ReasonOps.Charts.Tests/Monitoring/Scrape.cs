using System.Text.RegularExpressions;

namespace ReasonOps.Charts.Tests.Monitoring;

/// <summary>What a real process says of itself.</summary>
internal sealed partial class Scrape(string text)
{
    /// <summary>Names of series: a histogram has three.</summary>
    public IReadOnlySet<string> Metrics { get; } = Samples().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();

    public IReadOnlySet<string> Labels { get; } = Samples().Matches(text)
        .SelectMany(match => LabelNames().Matches(match.Groups["labels"].Value)).Select(match => match.Groups[1].Value).ToHashSet();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>.*)\})? \S+$""", RegexOptions.Multiline)]
    private static partial Regex Samples();

    [GeneratedRegex("""([a-z_]+)=["]""")]
    private static partial Regex LabelNames();
}
