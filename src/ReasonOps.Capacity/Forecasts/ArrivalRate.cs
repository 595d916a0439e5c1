namespace ReasonOps.Capacity.Forecasts;

/// <summary>
/// How fast something comes, and whether ever faster: exponentially weighted rates over three windows. On a steady rise each lags behind by its own window, so
/// the difference of the short and the long one is the slope (Holt 1957, with a trend only upwards: a fall is waited for, never foretold). Not thread-safe.
/// </summary>
public sealed class ArrivalRate
{
    private static readonly double[] Windows = [30, 60, 120];

    private readonly double[] _rates = new double[Windows.Length];
    private DateTimeOffset? _first;
    private DateTimeOffset _last;

    public void Add(DateTimeOffset at, double amount)
    {
        Age(at);
        for (var i = 0; i < Windows.Length; i++) _rates[i] += amount / Windows[i];
    }

    /// <summary>A second, so far into the future; at most twice what it is.</summary>
    public double At(DateTimeOffset now, double aheadSeconds)
    {
        if (_first is not { } first) return 0;
        Age(now);
        var age = Math.Max(5, (now - first).TotalSeconds);
        var (quick, rate, slow) = (Of(0, age), Of(1, age), Of(2, age));
        // A rise is one that chance does not explain: a rate of steady random arrivals strays by sqrt(rate / 2 windows).
        var chance = 3 * Math.Sqrt(slow / (2 * Windows[0]));
        var slope = age < Windows[1] ? 0 : Math.Max(0, quick - slow - chance) / (Windows[2] - Windows[0]);
        return Math.Min(2 * rate, rate + slope * (Windows[1] + aheadSeconds));
    }

    /// <summary>What began lately has filled only a part of a window.</summary>
    private double Of(int window, double age) => _rates[window] / (1 - Math.Exp(-age / Windows[window]));

    private void Age(DateTimeOffset now)
    {
        _first ??= now;
        var passed = (now - _last).TotalSeconds;
        if (passed <= 0) return;
        for (var i = 0; i < Windows.Length; i++) _rates[i] *= Math.Exp(-passed / Windows[i]);
        _last = now;
    }
}
