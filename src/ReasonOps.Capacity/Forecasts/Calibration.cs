namespace ReasonOps.Capacity.Forecasts;

/// <summary>
/// Holds a model to what is seen: what requests hold, over what the model expects those that came lately to hold. So that what it does not know of (long prompts
/// with short answers, votes that end early, lengths that change) is in its forecasts after a few minutes. Not thread-safe.
/// </summary>
internal sealed class Calibration
{
    private const double Seconds = 150;
    private const double Furthest = 2;

    private DateTimeOffset? _last;

    /// <summary>To multiply forecasts with.</summary>
    public double Factor { get; private set; } = 1;

    /// <param name="now">When it is seen.</param>
    /// <param name="held">Tokens that are held.</param>
    /// <param name="expected">Tokens that the model would have held.</param>
    /// <param name="waits">Something is held back, so that less is held than is asked for.</param>
    public void Learn(DateTimeOffset now, double held, double expected, bool waits)
    {
        var passed = _last is { } last ? Math.Max(0, (now - last).TotalSeconds) : 0;
        _last = now;
        if (expected <= 0) return;
        var seen = Math.Clamp(held / expected, 1 / Furthest, Furthest);
        if (waits && seen < Factor) return;
        Factor += (1 - Math.Exp(-passed / Seconds)) * (seen - Factor);
    }
}
