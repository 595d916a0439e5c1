namespace ReasonOps.Capacity.Forecasts;

/// <summary>
/// How fast something comes, and whether ever faster: two exponentially weighted rates, a quick and a slow one. On a steady rise both lag behind by their
/// time constants, so their difference is the slope (Holt 1957, with a trend only upwards: a fall is waited for, never foretold). Not thread-safe.
/// </summary>
public sealed class ArrivalRate
{
    private const double Quick = 60;
    private const double Slow = 300;

    private DateTimeOffset? _first;
    private DateTimeOffset _last;
    private double _quick;
    private double _slow;

    public void Add(DateTimeOffset at, double amount)
    {
        Age(at);
        _quick += amount / Quick;
        _slow += amount / Slow;
    }

    /// <summary>A second, so far into the future.</summary>
    public double At(DateTimeOffset now, double aheadSeconds)
    {
        if (_first is not { } first) return 0;
        Age(now);
        // What began lately has filled only a part of its window.
        var age = Math.Max(5, (now - first).TotalSeconds);
        var quick = _quick / (1 - Math.Exp(-age / Quick));
        var slow = _slow / (1 - Math.Exp(-age / Slow));
        var slope = age < Quick ? 0 : Math.Max(0, quick - slow) / (Slow - Quick);
        return Math.Min(2 * quick, quick + slope * (Quick + aheadSeconds));
    }

    private void Age(DateTimeOffset now)
    {
        var passed = _first is null ? 0 : Math.Max(0, (now - _last).TotalSeconds);
        _first ??= now;
        if (passed == 0 && _last >= now) return;
        _quick *= Math.Exp(-passed / Quick);
        _slow *= Math.Exp(-passed / Slow);
        _last = now;
    }
}
