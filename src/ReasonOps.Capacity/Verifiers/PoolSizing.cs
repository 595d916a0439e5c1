namespace ReasonOps.Capacity.Verifiers;

/// <summary>
/// How many replicas a pool has. At the least as many as its consumers' accelerators ask for; above that as many as its queue keeps busy. More come
/// at once, for a queue at most twice as many as there are; fewer come one at a time, when fewer would have done for a while. What is unknown takes none away.
/// </summary>
public static class PoolSizing
{
    /// <param name="law">What does not change.</param>
    /// <param name="current">Replicas wanted so far; null before the first.</param>
    /// <param name="floor">What the accelerators ask for.</param>
    /// <param name="load">As it is now.</param>
    /// <param name="trend">Of the last decision.</param>
    /// <param name="now">Not before the last decision.</param>
    public static PoolDecision Decide(PoolLaw law, int? current, int floor, PoolLoad load, PoolTrend trend, DateTimeOffset now)
    {
        var queued = Math.Min(Busy(law, load), 2 * Math.Max(1, current ?? 0));
        var wanted = Math.Clamp(Math.Max(floor, queued), law.MinReplicas, law.MaxReplicas);
        var why = Why(law, floor, queued, load);
        // A new bound is no demand: it holds at once.
        if (current is not { } there || wanted > there || there > law.MaxReplicas)
            return new(Math.Max(wanted, Math.Min(current ?? 0, law.MaxReplicas)), why, PoolTrend.None);
        if (wanted == there)
            return new(there, why, PoolTrend.None);
        if (load.Silent > 0)
            return new(there, $"{why}; more are kept while some do not tell what they do", PoolTrend.None);
        var since = trend.BelowSince ?? now;
        return now - since < law.Stable
            ? new(there, $"{why}; more are kept for a while", new(since))
            : new(there - 1, $"{why}, for {(long)(now - since).TotalSeconds} s", new(now - law.Stable + law.Pause));
    }

    /// <summary>Replicas that what runs and waits would keep busy, without a wait.</summary>
    private static int Busy(PoolLaw law, PoolLoad load) =>
        (int)Math.Min(((long)load.Queue + load.Busy + law.Workers - 1) / law.Workers, int.MaxValue);

    private static string Why(PoolLaw law, int floor, int queued, PoolLoad load)
    {
        var (asked, by) = floor >= queued
            ? (floor, $"the accelerators of the consumers ask for {floor}")
            : (queued, $"{load.Queue} wait and {load.Busy} run, {law.Workers} at once in each");
        return asked > law.MaxReplicas ? $"{by}, and maxReplicas is {law.MaxReplicas}"
            : asked < law.MinReplicas ? $"minReplicas is {law.MinReplicas}"
            : by;
    }
}
