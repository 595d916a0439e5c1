namespace ReasonOps.Capacity.Scaling;

/// <param name="Replicas">From now on.</param>
/// <param name="Reason">With the figures that decided it, for people.</param>
/// <param name="Leaves">The replica to drain: the one whose chains end soonest. Null unless one goes.</param>
/// <param name="Demand">KV tokens expected at the horizon: what an outside autoscaler would go by. Null where it is not known.</param>
/// <param name="Memory">To hand in next time.</param>
public sealed record ScalingDecision(int Replicas, string Reason, string? Leaves, double? Demand, ScalingMemory Memory);

/// <summary>What is remembered from one decision to the next; lost, replicas only go later.</summary>
public sealed record ScalingMemory
{
    public static ScalingMemory None { get; } = new();

    /// <summary>Replicas that were needed of late; those that were there, where nobody could tell.</summary>
    public NeededLately Needed { get; init; } = NeededLately.None;

    /// <summary>When the last one was taken away; null: never.</summary>
    public DateTimeOffset? FewerAt { get; init; }

    /// <summary>Since when nothing was asked; null while something is.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>From wanting a replica to its readiness, as last seen; null before the first.</summary>
    public TimeSpan? StartUp { get; init; }

    /// <summary>Starting replicas and when they were created, to see how long they took.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Starting { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Requests that waited in the engines at the last decision, where they were too many; null else.</summary>
    public int? Queued { get; init; }

    /// <summary>Since when those did not become fewer.</summary>
    public DateTimeOffset? QueuedSince { get; init; }
}
