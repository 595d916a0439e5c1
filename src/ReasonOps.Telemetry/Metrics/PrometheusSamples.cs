using System.Globalization;
using System.Text;

namespace ReasonOps.Telemetry.Metrics;

public sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>
/// The Prometheus text format 0.0.4, samples only. A line that is none, or whose value is not finite, is left out: a
/// scrape may be cut anywhere and the rest of it is still good.
/// </summary>
public static class PrometheusSamples
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public static IEnumerable<PrometheusSample> Read(string text)
    {
        foreach (var line in text.Split('\n'))
            if (Sample(line.AsSpan().Trim()) is { } sample) yield return sample;
    }

    private static PrometheusSample? Sample(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] == '#') return null;
        var nameEnd = line.IndexOfAny('{', ' ', '\t');
        if (nameEnd <= 0) return null;
        var name = line[..nameEnd].ToString();
        var rest = line[nameEnd..].TrimStart();
        IReadOnlyDictionary<string, string>? labels = NoLabels;
        if (rest.StartsWith("{")) labels = Labels(ref rest);
        return labels is not null && Value(rest) is { } value ? new PrometheusSample(name, labels, value) : null;
    }

    /// <summary>A value, and perhaps a timestamp after it.</summary>
    private static double? Value(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        var end = rest.IndexOfAny(' ', '\t');
        if (end >= 0) rest = rest[..end];
        return double.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>Reads <c>{a="x",b="y"}</c> and leaves <paramref name="rest"/> after it; null when it is malformed.</summary>
    private static Dictionary<string, string>? Labels(ref ReadOnlySpan<char> rest)
    {
        var labels = new Dictionary<string, string>();
        rest = rest[1..].TrimStart();
        while (!rest.StartsWith("}"))
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0) return null;
            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..].TrimStart();
            if (Quoted(ref rest) is not { } value) return null;
            labels[name] = value;
            rest = rest.TrimStart().TrimStart(',').TrimStart();
        }
        rest = rest[1..];
        return labels;
    }

    private static string? Quoted(ref ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith("\"")) return null;
        var value = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                rest = rest[(i + 1)..];
                return value.ToString();
            }
            var escaped = rest[i] == '\\' && i + 1 < rest.Length;
            if (escaped) i++;
            value.Append(escaped && rest[i] == 'n' ? '\n' : rest[i]);
        }
        return null;
    }
}
