namespace ReasonOps.Capacity.Verifiers;

/// <param name="Replicas">From now on.</param>
/// <param name="Reason">With the figures that decided it, for people.</param>
/// <param name="Trend">To hand in next time.</param>
public sealed record PoolDecision(int Replicas, string Reason, PoolTrend Trend);

/// <summary>What is remembered from one decision to the next; lost, replicas only go later.</summary>
/// <param name="BelowSince">Since when fewer replicas than there are would do; null while they would not.</param>
public sealed record PoolTrend(DateTimeOffset? BelowSince = null)
{
    public static PoolTrend None { get; } = new();
}

/// <summary>What a pool is sized by, all of it known beforehand.</summary>
/// <param name="MinReplicas">1 or more.</param>
/// <param name="MaxReplicas">At least as many.</param>
/// <param name="Workers">Runs at once in one replica.</param>
/// <param name="Stable">How long fewer must do before the first one goes.</param>
/// <param name="Pause">Between one that goes and the next.</param>
public sealed record PoolLaw(int MinReplicas, int MaxReplicas, int Workers, TimeSpan Stable, TimeSpan Pause);

/// <summary>What the replicas say of themselves.</summary>
/// <param name="Queue">Requests that wait, over those that answered.</param>
/// <param name="Busy">Runs under way, over those that answered.</param>
/// <param name="Silent">Replicas that did not answer: what they hold is unknown, and not nothing.</param>
public sealed record PoolLoad(int Queue, int Busy, int Silent);
