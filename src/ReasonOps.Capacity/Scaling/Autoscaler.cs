namespace ReasonOps.Capacity.Scaling;

/// <summary>
/// How many replicas a service has: state in, decision and reason out. More come at once, as many as are needed when they will answer; fewer come one at a time,
/// when fewer would have done for a while. What is unknown takes none away, and does not keep what is known from bringing more.
/// </summary>
public static class Autoscaler
{
    private static readonly TimeSpan LeastStable = TimeSpan.FromMinutes(1);

    /// <param name="law">What does not change.</param>
    /// <param name="input">As it is now.</param>
    /// <param name="memory">Of the last decision.</param>
    public static ScalingDecision Decide(ScalingLaw law, ScalingInput input, ScalingMemory memory)
    {
        var fleet = new Fleet(law, input);
        memory = StartUps.Learn(memory, fleet) with { IdleSince = IdleSince(input, fleet, memory) };
        var there = input.Wanted ?? Math.Max(law.MinReplicas, fleet.Active);
        var startUp = memory.StartUp ?? law.StartUp;
        var stable = law.Stable ?? (startUp / 2 > LeastStable ? startUp / 2 : LeastStable);
        var outlook = Outlook.Of(fleet, input.Demand, startUp, stable);
        var waiting = (int)(fleet.Waiting * OpenShare(input));
        memory = Queued(memory, waiting, input.Now, law.Waiting * fleet.Ready.Count);
        var (up, down) = Needs(law, input, fleet, outlook, Need.Queue(waiting, input.Now, memory.QueuedSince, fleet, law));
        var needed = memory.Needed.IsEmpty ? memory.Needed.With(input.Now, there, stable) : memory.Needed;
        memory = memory with { Needed = needed.With(input.Now, IsKnown(input, fleet) ? down.Replicas : there, stable) };
        // Draining replicas are in the budget until they are gone; nobody is sent away for them.
        var ceiling = Math.Max(Math.Min(there, law.MaxReplicas), law.MaxReplicas - fleet.Draining);
        var wanted = Math.Clamp(up.Replicas, Math.Min(law.MinReplicas, ceiling), ceiling);
        if (there > law.MaxReplicas) return Decided(law.MaxReplicas, $"maxReplicas is {law.MaxReplicas}", fleet.Leaves, memory);
        if (wanted > there) return Decided(wanted, Bound(law, up, wanted, fleet), null, memory);
        return Fewer(law, input, fleet, memory, there, up, down) is var (replicas, reason) && replicas < there
            ? Decided(replicas, reason, fleet.Leaves, memory with { FewerAt = input.Now })
            : Decided(there, reason, null, memory);

        ScalingDecision Decided(int replicas, string reason, string? leaves, ScalingMemory kept) => new(replicas, reason, leaves, outlook.Tokens, kept);
    }

    /// <summary>What is needed when a new replica would answer, and what from now until then.</summary>
    private static (Need Up, Need Down) Needs(ScalingLaw law, ScalingInput input, Fleet fleet, Outlook outlook, Need queue)
    {
        var first = input.Demand is { } held && held.WaitingRequests + held.LiveChains > 0
            ? new Need(1, held.WaitingRequests > 0 ? $"{held.WaitingRequests} requests are held back" : $"{held.LiveChains} chains run")
            : new Need(0, "nothing is asked for");
        var compute = Need.Compute(input.Demand, law);
        if (outlook.Tokens is not { } tokens || fleet.Each is not { } each)
            return Same(Need.Most(first, compute, queue) is { Replicas: > 0 } known ? known : new(0, fleet.Each is null ? "nobody tells how many KV tokens a replica holds" : outlook.Text));
        if (first.Replicas == 0 && input is { Wanted: 0, Demand: not null }) return Same(first);
        return (
            Need.Most(Need.Tokens(tokens, outlook.Text, each, fleet, law), first, compute, queue),
            Need.Most(Need.Tokens(outlook.Peak, outlook.Text, each, fleet, law), first, compute, queue));

        static (Need, Need) Same(Need need) => (need, need);
    }

    private static (int Replicas, string Reason) Fewer(ScalingLaw law, ScalingInput input, Fleet fleet, ScalingMemory memory, int there, Need up, Need down)
    {
        if (there <= law.MinReplicas) return (there, up.Replicas < there ? $"minReplicas is {law.MinReplicas}; {up.Reason}" : up.Reason);
        if (!IsKnown(input, fleet))
            return (there, $"{up.Reason}; none is taken away while {(input.Demand is null ? "no gateway tells" : fleet.Each is null ? "no capacity is known" : $"{Need.Count(fleet.Unknown)} did not tell")}");
        if (there == 1)
            return memory.IdleSince is { } idle && input.Now - idle >= law.IdleBeforeZero
                ? (0, $"nothing was asked for {(input.Now - idle).TotalSeconds:0} s")
                : (1, memory.IdleSince is null ? up.Reason : "nothing is asked for; the last replica is kept for a while");
        if (Math.Max(1, down.Replicas) >= there) return (there, down.Reason);
        return Math.Max(1, memory.Needed.Most) >= there || input.Now - memory.FewerAt < law.Pause
            ? (there, $"{down.Reason}; more are kept for a while")
            : (there - 1, $"{down.Reason}, {memory.Needed.Most} lately");
    }

    /// <summary>What is not known takes none away.</summary>
    private static bool IsKnown(ScalingInput input, Fleet fleet) => input.Demand is not null && fleet is { Unknown: 0, Each: not null };

    private static ScalingMemory Queued(ScalingMemory memory, int waiting, DateTimeOffset now, double most) => waiting <= most
        ? memory with { Queued = null, QueuedSince = null }
        : memory with { Queued = waiting, QueuedSince = memory.QueuedSince is { } since && waiting >= memory.Queued ? since : now };

    private static DateTimeOffset? IdleSince(ScalingInput input, Fleet fleet, ScalingMemory memory) =>
        input.Demand is { LiveChains: 0, WaitingRequests: 0 } && fleet.IsIdle ? memory.IdleSince ?? input.Now : null;

    /// <summary>Of the chains in the engines, those that are not a closed loop's.</summary>
    private static double OpenShare(ScalingInput input) =>
        input.Demand is { LiveChains: > 0 } demand ? 1 - Math.Clamp((double)demand.ClosedLoopChains / demand.LiveChains, 0, 1) : 1;

    private static string Bound(ScalingLaw law, Need need, int wanted, Fleet fleet) =>
        wanted > need.Replicas ? $"minReplicas is {law.MinReplicas}"
        : wanted == need.Replicas ? need.Reason
        : fleet.Draining > 0 && wanted < law.MaxReplicas ? $"{need.Reason}; {wanted} is all that maxReplicas {law.MaxReplicas} leaves while {fleet.Draining} drain"
        : $"{need.Reason}; maxReplicas is {law.MaxReplicas}";
}
