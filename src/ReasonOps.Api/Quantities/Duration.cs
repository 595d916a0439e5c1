using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.Quantities;

/// <summary>A time span as Kubernetes writes it: <c>120s</c>, <c>2m</c>, <c>1h30m</c>, <c>500ms</c>; at most 10000 hours, to the millisecond.</summary>
[JsonConverter(typeof(DurationConverter))]
public readonly record struct Duration(TimeSpan Span)
{
    private const double MostMilliseconds = 10_000 * 3_600_000d;

    private static readonly SearchValues<char> Figures = SearchValues.Create("0123456789.");

    // "ms" comes before "m" so that it is not read as minutes.
    private static readonly (string Unit, double Milliseconds)[] Units = [("h", 3_600_000), ("ms", 1), ("m", 60_000), ("s", 1_000)];

    public static Duration FromSeconds(double seconds) => new(TimeSpan.FromSeconds(seconds));

    public static bool TryParse(string text, out Duration duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var sign = rest.StartsWith("-") ? -1 : 1;
        if (sign < 0)
            rest = rest[1..];
        if (rest.IsEmpty || !TrySum(rest, out var milliseconds))
            return false;
        duration = new Duration(TimeSpan.FromMilliseconds(sign * Math.Round(milliseconds)));
        return true;
    }

    public override string ToString()
    {
        var span = Span.Duration();
        var text = new StringBuilder(Span < TimeSpan.Zero ? "-" : "");
        Append(text, (long)span.TotalHours, "h");
        Append(text, span.Minutes, "m");
        Append(text, span.Seconds, "s");
        Append(text, span.Milliseconds, "ms");
        return span.TotalMilliseconds < 1 ? "0s" : text.ToString();
    }

    private static void Append(StringBuilder text, long count, string unit)
    {
        if (count > 0)
            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
    }

    private static bool TrySum(ReadOnlySpan<char> rest, out double milliseconds)
    {
        milliseconds = 0;
        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var part))
                return false;
            milliseconds += part;
        }
        return milliseconds <= MostMilliseconds;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out double milliseconds)
    {
        milliseconds = 0;
        var digits = rest.IndexOfAnyExcept(Figures);
        if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return false;
        rest = rest[digits..];
        foreach (var (unit, size) in Units)
        {
            if (!rest.StartsWith(unit))
                continue;
            rest = rest[unit.Length..];
            milliseconds = count * size;
            return true;
        }
        return false;
    }
}

internal sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Duration.TryParse(reader.GetString()!, out var duration)
            ? duration
            : throw new JsonException("expected a duration such as 120s, 2m or 1h30m");

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
