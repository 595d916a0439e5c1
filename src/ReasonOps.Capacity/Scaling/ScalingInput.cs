using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Capacity.Scaling;

/// <summary>What is seen at one moment. What is not known is null, never zero.</summary>
/// <param name="Now">Not before the last decision.</param>
/// <param name="Wanted">Replicas wanted so far; null before the first decision.</param>
/// <param name="Replicas">Those that exist, draining ones too.</param>
/// <param name="Demand">What the gateways hold and expect, summed over them; null where none could be read in time.</param>
public sealed record ScalingInput(DateTimeOffset Now, int? Wanted, IReadOnlyList<ReplicaLoad> Replicas, DemandForecast? Demand);

/// <summary>What one replica says of itself.</summary>
/// <param name="Name">Of its pod.</param>
/// <param name="Phase">Where it is in its life.</param>
/// <param name="Since">When it came into this phase; of a starting one, when it was created. The law learns the start-up time from it.</param>
/// <remarks>
/// All figures are optional. A ready replica without <see cref="ReadAt"/>, <see cref="Occupancy"/> and a capacity is unknown: it is taken to be as full as it may be,
/// and while there is one nothing is taken away. <see cref="Running"/> and <see cref="Waiting"/> feed the queue's guard, <see cref="Rest"/> chooses who leaves.
/// </remarks>
public sealed record ReplicaLoad(string Name, ReplicaPhase Phase, DateTimeOffset Since)
{
    /// <summary>When the figures were read; null: never.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>KV tokens in use over KV tokens that fit, 0 to 1.</summary>
    public double? Occupancy { get; init; }

    /// <summary>KV tokens that fit.</summary>
    public long? CapacityTokens { get; init; }

    /// <summary>Chains that run.</summary>
    public int? Running { get; init; }

    /// <summary>Requests that wait in the engine's own queue.</summary>
    public int? Waiting { get; init; }

    /// <summary>Until its last chain ends, as the gateways expect it; null: not known, and the one that runs the fewest chains leaves first.</summary>
    public TimeSpan? Rest { get; init; }
}

public enum ReplicaPhase
{
    /// <summary>Created, and not answering yet: supply, but none now.</summary>
    Starting,

    /// <summary>Answers.</summary>
    Ready,

    /// <summary>Gets no new work and ends when its chains have.</summary>
    Draining,
}
