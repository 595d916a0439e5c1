namespace ReasonOps.Tuning.Statistics;

/// <param name="Low">Between these the mean lies, in <see cref="Bootstrap.Confidence"/> of all records like this one.</param>
public readonly record struct Interval(double Low, double High)
{
    public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High;
}

/// <summary>How far a mean over questions can be trusted: what it would have been over other questions (Efron's percentile bootstrap).</summary>
public static class Bootstrap
{
    public const double Confidence = 0.95;

    private const int Resamples = 2000;

    /// <param name="values">One a question, from 0 to 1 where they are rates.</param>
    /// <param name="seed">The same one draws the same questions, so that settings are compared over the same ones.</param>
    public static Interval OfMean(ReadOnlySpan<double> values, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        if (Unanimous(values) is { } certain) return certain;
        var random = new Random(seed);
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < values.Length; j++) sum += values[random.Next(values.Length)];
            means[i] = sum / values.Length;
        }
        Array.Sort(means);
        return new Interval(Percentile(means, (1 - Confidence) / 2), Percentile(means, (1 + Confidence) / 2));
    }

    /// <summary>Between the two nearest, in proportion.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }

    /// <summary>
    /// Where every question came out the same no resample can differ, which is not certainty: the exact bound on a rate of which no
    /// exception was seen in so many trials (Clopper-Pearson).
    /// </summary>
    private static Interval? Unanimous(ReadOnlySpan<double> values)
    {
        var first = values[0];
        if (first is not (0 or 1) || values.ContainsAnyExcept(first)) return null;
        var rare = 1 - Math.Pow((1 - Confidence) / 2, 1.0 / values.Length);
        return first == 1 ? new Interval(1 - rare, 1) : new Interval(0, rare);
    }
}
