namespace ReasonOps.Capacity.Scaling;

/// <summary>What a service is scaled by, all of it known beforehand.</summary>
public sealed record ScalingLaw
{
    /// <summary>0 or more; with 0 the last replica goes when nothing was asked for <see cref="IdleBeforeZero"/>.</summary>
    public required int MinReplicas { get; init; }

    /// <summary>At least as many; the accelerators' budget is counted in already.</summary>
    public required int MaxReplicas { get; init; }

    /// <summary>KV tokens in use over KV tokens that fit, to stay under: above 0 and at most 1.</summary>
    public double Occupancy { get; init; } = 0.80;

    /// <summary>KV tokens that one replica holds, by its shape; used where no replica says it of itself. Null: not known.</summary>
    public long? CapacityTokens { get; init; }

    /// <summary>KV tokens that one replica can hold with every chain at its promised tokens a second; see <see cref="Speed.ReplicaSpeed"/>. Null: no such promise.</summary>
    public long? SpeedTokens { get; init; }

    /// <summary>Tokens a second, prompts and steps together, that one replica has the operations for; see <see cref="Speed.ReplicaSpeed"/>. Null: not known, and the queue's guard alone looks after prompts.</summary>
    public double? ComputeTokensPerSecond { get; init; }

    /// <summary>A step with a full KV cache over one with an empty one; see <see cref="Speed.ReplicaSpeed"/>. 1: not known, and demand is taken as it is seen, however full replicas are.</summary>
    public double FullStep { get; init; } = 1;

    /// <summary>Requests that wait in a replica's own queue, to stay under.</summary>
    public double Waiting { get; init; } = 4;

    /// <summary>From wanting a replica to its first token, until one was seen to start.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long fewer must do before one goes. Null: half of what a replica takes to start, and a minute at least; one that is called back costs its start, so
    /// one that is cheap to start is not kept for long.
    /// </summary>
    public TimeSpan? Stable { get; init; }

    /// <summary>Between one that goes and the next.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long figures count after they were read; older ones are unknown.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long nothing may be asked before the last replica goes.</summary>
    public TimeSpan IdleBeforeZero { get; init; } = TimeSpan.FromMinutes(10);
}
