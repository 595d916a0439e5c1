namespace ReasonOps.Capacity.Forecasts;

/// <summary>How fast something comes, and whether ever faster: an exponentially weighted rate, and the slope of the last minutes. Not thread-safe.</summary>
public sealed class ArrivalRate
{
    /// <summary>Seconds that the rate is of; on a steady rise it lags behind by as much.</summary>
    private const double Window = 60;

    private readonly RecentArrivals _recent = new();
    private double _amount;
    private DateTimeOffset? _first;
    private DateTimeOffset _last;

    public void Add(DateTimeOffset at, double amount)
    {
        Age(at);
        _amount += amount;
        _recent.Add(at, amount);
    }

    /// <summary>A second, so far into the future; at most twice what it is. A fall is waited for, never foretold.</summary>
    public double At(DateTimeOffset now, double aheadSeconds)
    {
        if (_first is not { } first) return 0;
        Age(now);
        var age = Math.Max(5, (now - first).TotalSeconds);
        // What began lately has filled only a part of the window.
        var rate = _amount / Window / (1 - Math.Exp(-age / Window));
        return Math.Min(2 * rate, rate + _recent.Rise(now) * (Window + aheadSeconds));
    }

    /// <summary>What came in the last half hour.</summary>
    public IEnumerable<(double AgeSeconds, double Amount)> Recent(DateTimeOffset now) => _recent.Ages(now);

    private void Age(DateTimeOffset now)
    {
        _first ??= now;
        var passed = (now - _last).TotalSeconds;
        if (passed <= 0) return;
        _amount *= Math.Exp(-passed / Window);
        _last = now;
    }
}
