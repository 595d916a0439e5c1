namespace ReasonOps.Capacity.Scaling;

/// <summary>The replicas of one moment, summed up; figures that are old, missing or impossible are unknown.</summary>
internal sealed class Fleet
{
    private readonly ScalingLaw _law;
    private readonly DateTimeOffset _now;
    private readonly IReadOnlyList<ReplicaLoad> _replicas;

    public Fleet(ScalingLaw law, ScalingInput input)
    {
        (_law, _now, _replicas) = (law, input.Now, input.Replicas);
        Ready = [.. _replicas.Where(replica => replica.Phase == ReplicaPhase.Ready)];
        Starting = [.. _replicas.Where(replica => replica.Phase == ReplicaPhase.Starting)];
        var said = _replicas.Where(replica => replica.Phase != ReplicaPhase.Draining && replica.CapacityTokens > 0).Select(replica => (double)replica.CapacityTokens!.Value).ToList();
        Capacity = said.Count > 0 ? said.Average() : law.CapacityTokens > 0 ? law.CapacityTokens : null;
    }

    public IReadOnlyList<ReplicaLoad> Ready { get; }

    public IReadOnlyList<ReplicaLoad> Starting { get; }

    public int Active => Ready.Count + Starting.Count;

    public int Draining => _replicas.Count - Active;

    /// <summary>KV tokens that fit a replica; null: nobody knows.</summary>
    public double? Capacity { get; }

    /// <summary>KV tokens that a replica shall hold at most.</summary>
    public double? Each => Capacity is { } capacity ? Math.Max(1, Math.Min(capacity * _law.Occupancy, _law.SpeedTokens ?? double.MaxValue)) : null;

    /// <summary>
    /// What KV tokens come to, over what is seen, once replicas are as full as they shall be: a step reads all that the cache holds, so that in a fuller replica chains
    /// go slower and hold their tokens for longer (Little's law). Else a fleet that is too small asks for too much, and one that is too large for too little.
    /// </summary>
    public double AtTarget
    {
        get
        {
            var told = Ready.Where(replica => IsKnown(replica) && replica.Occupancy is not null).ToList();
            return told.Count > 0 && Each is { } each ? Step(Math.Min(1, each / Capacity!.Value)) / Step(Math.Min(1, told.Average(replica => replica.Occupancy!.Value))) : 1;

            double Step(double occupancy) => 1 + (_law.FullStep - 1) * occupancy;
        }
    }

    public int Unknown => Ready.Count(replica => !IsKnown(replica));

    /// <summary>KV tokens in use, in those that say it.</summary>
    public double Used => Ready.Sum(Tokens);

    public double UsedByDraining => _replicas.Where(replica => replica.Phase == ReplicaPhase.Draining).Sum(Tokens);

    public int Running => Ready.Where(IsKnown).Sum(replica => Math.Max(0, replica.Running ?? 0));

    public int Waiting => Ready.Where(IsKnown).Sum(replica => Math.Max(0, replica.Waiting ?? 0));

    /// <summary>Nothing runs or waits in any engine, as far as they say.</summary>
    public bool IsIdle => Unknown == 0 && Running == 0 && Waiting == 0;

    /// <summary>The one to go: what has not begun, the youngest first, and else the one whose chains end soonest.</summary>
    public string? Leaves => (Starting.Count > 0
        ? Starting.OrderByDescending(replica => replica.Since)
        : Ready.OrderBy(replica => replica.Rest ?? TimeSpan.MaxValue).ThenBy(replica => replica.Running ?? int.MaxValue).ThenBy(replica => replica.Occupancy ?? 2))
        .ThenBy(replica => replica.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;

    private bool IsKnown(ReplicaLoad replica) =>
        replica.ReadAt is { } read && _now - read <= _law.Fresh && replica.Occupancy is null or (>= 0 and <= 1.5) && (replica.Occupancy ?? replica.Running) is not null;

    private double Tokens(ReplicaLoad replica) =>
        IsKnown(replica) && replica.Occupancy is { } occupancy ? occupancy * (replica.CapacityTokens > 0 ? replica.CapacityTokens.Value : Capacity ?? 0) : 0;
}
