namespace ReasonOps.Gateway.Tenants;

/// <summary>
/// A limit of so much per period: starts full, refills evenly, holds at most one period's worth. What was taken in advance is
/// corrected by <see cref="Settle"/>, which may leave a debt that later requests wait out. Not thread-safe.
/// </summary>
internal sealed class TokenBucket(TimeSpan period, TimeProvider time)
{
    // A level is a sum of many fractions of a token; without this a bucket would now and then miss its last one.
    private const double Rounding = 1e-6;

    private double _level;
    private long _refilled;

    /// <summary>Absent: without limit.</summary>
    public long? Capacity { get; private set; }

    /// <summary>A new limit keeps what was used: the level moves with the capacity.</summary>
    public void Resize(long? capacity)
    {
        Refill();
        if (capacity is { } now) _level = Capacity is { } before ? Math.Min(now, _level + now - before) : now;
        Capacity = capacity;
    }

    /// <summary>What a request that may need <paramref name="amount"/> has to take: never more than the bucket can ever hold.</summary>
    public long Share(long amount) => Capacity is { } capacity ? Math.Min(amount, capacity) : 0;

    /// <summary>Zero when <paramref name="amount"/> is there; else how long until it is, if nobody else takes it.</summary>
    public TimeSpan Wait(long amount)
    {
        if (Capacity is not { } capacity) return TimeSpan.Zero;
        Refill();
        var missing = Share(amount) - _level - Rounding;
        return missing <= 0 ? TimeSpan.Zero : period * (missing / capacity);
    }

    /// <returns>What was taken, for <see cref="Settle"/>.</returns>
    public long Take(long amount)
    {
        var taken = Share(amount);
        _level -= taken;
        return taken;
    }

    public void Settle(long taken, long spent)
    {
        if (Capacity is not { } capacity) return;
        Refill();
        _level = Math.Min(capacity, _level + taken - spent);
    }

    public long Left => Capacity is null ? long.MaxValue : (long)Math.Floor(_level + Rounding);

    private void Refill()
    {
        var now = time.GetTimestamp();
        if (Capacity is { } capacity) _level = Math.Min(capacity, _level + capacity * (time.GetElapsedTime(_refilled, now) / period));
        _refilled = now;
    }
}
