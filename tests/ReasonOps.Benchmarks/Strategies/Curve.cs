using System.Globalization;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Benchmarks.Strategies;

/// <summary>Accuracy by tokens of one way to answer, at growing numbers of votes.</summary>
/// <param name="Name">As <c>BeamSearch</c>, or <c>BestOfN(Verifier)</c> where it goes by something.</param>
internal sealed record Curve(string Name, IReadOnlyList<Measured> Points)
{
    /// <summary>0 to 1, between its points in proportion and beyond them as the nearest.</summary>
    public double At(double tokens)
    {
        Measured[] sorted = [.. Points.OrderBy(point => point.MeanTokens)];
        var above = Array.FindIndex(sorted, point => point.MeanTokens >= tokens);
        if (above <= 0) return (above < 0 ? sorted[^1] : sorted[0]).Accuracy;
        var (low, high) = (sorted[above - 1], sorted[above]);
        return low.Accuracy + ((high.Accuracy - low.Accuracy) * (tokens - low.MeanTokens) / (high.MeanTokens - low.MeanTokens));
    }

    /// <summary>The least that buys this accuracy, between points in proportion; where none reaches it, what the most accurate point costs.</summary>
    public double CostAt(double accuracy, Func<Measured, double> cost)
    {
        Measured[] sorted = [.. Points.OrderBy(cost)];
        var first = Array.FindIndex(sorted, point => point.Accuracy >= accuracy);
        if (first < 0) return cost(sorted.MaxBy(point => point.Accuracy)!);
        if (first == 0) return cost(sorted[0]);
        var (low, high) = (sorted[first - 1], sorted[first]);
        return cost(low) + ((cost(high) - cost(low)) * (accuracy - low.Accuracy) / (high.Accuracy - low.Accuracy));
    }

    public Measured Nearest(double tokens) => Points.MinBy(point => Math.Abs(point.MeanTokens - tokens))!;

    /// <summary>What it reaches at the tokens of another, against it.</summary>
    public Row Against(Curve plain, double tokens)
    {
        var point = Nearest(tokens);
        var other = plain.At(point.MeanTokens);
        return new Row(
            $"strategies.{Name}.accuracy_at_equal_tokens", 100 * point.Accuracy, "%", Text($"{plain.Name} {100 * other:0.0} % at as many tokens"),
            Text($"{100 * (point.Accuracy - other):+0.0;-0.0} points at {point.MeanTokens:0} tokens; votes: accuracy @ tokens: {this}"));
    }

    public override string ToString() => string.Join(", ", Points.Select(point => Text($"{point.Setting.Votes}: {100 * point.Accuracy:0.0} @ {point.MeanTokens:0}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
