using System.Globalization;

namespace ReasonOps.Plots;

/// <summary>Values onto a stretch of the page, evenly or by their logarithm.</summary>
/// <param name="Least">Above 0 where it is logarithmic.</param>
/// <param name="Most">No less.</param>
/// <param name="From">Where <paramref name="Least"/> lies, in pixels.</param>
/// <param name="To">Where <paramref name="Most"/> lies.</param>
/// <param name="Logarithmic">Whether equal ratios, and not equal differences, lie equally far apart.</param>
public sealed record Axis(double Least, double Most, double From, double To, bool Logarithmic)
{
    private static readonly int[] Digits = [1, 2, 5];

    /// <summary>In pixels; what lies beyond an end is put at it.</summary>
    public double Place(double value)
    {
        var (low, high, at) = Logarithmic ? (Math.Log(Least), Math.Log(Most), Math.Log(Math.Max(value, Least))) : (Least, Most, value);
        return high > low ? From + (To - From) * Math.Clamp((at - low) / (high - low), 0, 1) : (From + To) / 2;
    }

    /// <summary>Round numbers, few enough to be read.</summary>
    public IReadOnlyList<double> Ticks() => Logarithmic
        ? [.. Enumerable.Range(-3, 16).SelectMany(power => Digits.Select(digit => digit * Math.Pow(10, power))).Where(Holds)]
        : [.. Evenly()];

    /// <summary>A number as an axis has room for it.</summary>
    public static string Text(double value) => value switch
    {
        >= 1e7 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.#}M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.#}k"),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private IEnumerable<double> Evenly()
    {
        var rough = Math.Max(1e-9, (Most - Least) / 6);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = Digits.Append(10).Select(digit => digit * power).First(each => each >= rough * 0.999);
        for (var i = Math.Ceiling(Least / step); i * step <= Most + step * 1e-6; i++) yield return i * step;
    }

    private bool Holds(double value) => value >= Least && value <= Most;
}
