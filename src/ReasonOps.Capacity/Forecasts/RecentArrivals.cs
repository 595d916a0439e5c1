namespace ReasonOps.Capacity.Forecasts;

/// <summary>What came when, for as long as chains live, in slots of ten seconds. Not thread-safe; memory is fixed.</summary>
internal sealed class RecentArrivals
{
    private const int Seconds = 10;
    private const int Slots = 192;

    /// <summary>Slots that a slope is of: three minutes, or chance alone would have one.</summary>
    private const int Sloping = 18;

    /// <summary>Standard errors below which a slope says nothing.</summary>
    private const double Chance = 1.2;

    private readonly double[] _amounts = new double[Slots];
    private long _first = long.MaxValue;
    private long _newest;
    private double? _rise;

    public void Add(DateTimeOffset at, double amount)
    {
        Turn(at);
        _first = Math.Min(_first, _newest);
        _amounts[_newest % Slots] += amount;
    }

    /// <summary>Amounts that are not zero, and how long ago they came.</summary>
    public IEnumerable<(double AgeSeconds, double Amount)> Ages(DateTimeOffset now)
    {
        Turn(now);
        var passed = now.ToUnixTimeMilliseconds() / 1000.0 - _newest * Seconds;
        for (var i = 0; i < Slots && i <= _newest; i++)
            if (_amounts[(_newest - i) % Slots] is > 0 and var amount) yield return (i == 0 ? passed / 2 : passed + (i - 0.5) * Seconds, amount);
    }

    /// <summary>
    /// By how much the rate rises, a second each second: the least squares of the last whole slots, less what chance explains (a slope of z standard errors
    /// counts 1 - (1.2 / z)^2 of itself, after Breiman's garrote, 1995). Never negative, and 0 while there are too few slots.
    /// </summary>
    public double Rise(DateTimeOffset now)
    {
        Turn(now);
        return _rise ??= _newest - _first < Sloping ? 0 : Slope() / (Seconds * Seconds);
    }

    private double Slope()
    {
        const double Middle = (Sloping - 1) / 2.0;
        var (mean, along, square, noise) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < Sloping; i++) mean += Whole(i) / Sloping;
        for (var i = 0; i < Sloping; i++) (along, square) = (along + (i - Middle) * (Whole(i) - mean), square + (i - Middle) * (i - Middle));
        var slope = along / square;
        if (slope <= 0) return 0;
        for (var i = 0; i < Sloping; i++) noise += Math.Pow(Whole(i) - mean - slope * (i - Middle), 2) / (Sloping - 2);
        // Arrivals that know nothing of each other stray by the root of their number at least.
        var error = Math.Sqrt(Math.Max(mean, noise) / square);
        return slope * Math.Max(0, 1 - Math.Pow(Chance * error / slope, 2));
    }

    /// <summary>The newest is not whole yet.</summary>
    private double Whole(int i) => _amounts[(_newest - Sloping + i) % Slots];

    private void Turn(DateTimeOffset at)
    {
        var slot = at.ToUnixTimeSeconds() / Seconds;
        if (slot <= _newest) return;
        for (var i = Math.Max(_newest + 1, slot - Slots + 1); i <= slot; i++) _amounts[i % Slots] = 0;
        (_newest, _rise) = (slot, null);
    }
}
