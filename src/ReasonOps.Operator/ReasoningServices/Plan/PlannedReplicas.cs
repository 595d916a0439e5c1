using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Capacity.Speed;
using ReasonOps.Operator.ReasoningServices.Observe;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Who decides how many engines there are.</summary>
public enum ScaledBy
{
    /// <summary><c>spec.replicas</c> alone, or bounds that are equal.</summary>
    Hand,

    /// <summary><c>spec.replicas</c>, which an autoscaler of the user's writes.</summary>
    Outside,

    /// <summary>The operator.</summary>
    Demand,
}

/// <summary>How many engines there are to be, and why.</summary>
/// <param name="Wanted">From now on; 0 where engines already run.</param>
/// <param name="By">Who decides it.</param>
public sealed record PlannedReplicas(int Wanted, ScaledBy By)
{
    /// <summary>Before; null for a service that has none yet.</summary>
    public int? From { get; init; }

    /// <summary>For people: why <see cref="Wanted"/> is not what <c>spec.replicas</c> says.</summary>
    public string? Clamped { get; init; }

    /// <summary>The most that the bounds and the accelerators' budget allow.</summary>
    public int Most { get; init; }

    /// <summary>What the law says of the demand; null where nothing was looked at.</summary>
    public ScalingDecision? Decision { get; init; }

    /// <summary>What it was decided by.</summary>
    public ServiceLoad? Load { get; init; }

    /// <summary>Engines that have not told their load for a while.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>As <c>71%</c>, for people; null where no engine tells it.</summary>
    public string? Occupancy { get; init; }

    /// <summary>The pod to go, where one goes.</summary>
    public string? Leaves => By == ScaledBy.Demand && Wanted < From ? Decision?.Leaves : null;

    /// <summary>Where nothing was looked at: before the first pass, and where children are only shown.</summary>
    /// <param name="spec">Valid and defaulted.</param>
    public static PlannedReplicas Unseen(ReasoningServiceSpec spec)
    {
        var (wanted, clamped) = EngineReplicas.Of(spec);
        var by = WhoScales(spec);
        return new(wanted, by) { Clamped = by == ScaledBy.Demand ? null : clamped, Most = spec.Autoscaling?.MaxReplicas ?? wanted };
    }

    /// <param name="spec">Valid and defaulted.</param>
    /// <param name="seen">What is known of the service.</param>
    /// <param name="before">What was decided last.</param>
    /// <param name="pace">Of services.</param>
    /// <param name="now">Of this pass.</param>
    public static PlannedReplicas Of(ReasoningServiceSpec spec, SeenService seen, (int? Replicas, ScalingMemory Memory) before, ServicePace pace, DateTimeOffset now)
    {
        var unseen = Unseen(spec) with { From = before.Replicas };
        if (spec.Autoscaling is not { } scaling || seen.Load is not { } load) return unseen;
        var law = LawOf(scaling, seen, pace);
        var memory = before.Memory with { StartUp = before.Memory.StartUp ?? load.StartUp };
        var decision = Drawn(Autoscaler.Decide(law, new(now, before.Replicas ?? unseen.Wanted, load.Replicas, load.Demand), memory), law, seen);
        var planned = unseen with { Decision = decision, Load = load, Silent = load.Silent(now - pace.Fresh), Most = law.MaxReplicas };
        return planned.By == ScaledBy.Demand ? planned with { Wanted = decision.Replicas } : planned;
    }

    /// <summary>Jobs ask engines past the gateways, where nobody hears them at zero: while one draws, the first replica is wanted.</summary>
    private static ScalingDecision Drawn(ScalingDecision decision, ScalingLaw law, SeenService seen) =>
        seen.Drawn && decision.Replicas == 0 && law.MaxReplicas > 0 ? decision with { Replicas = 1, Reason = "a RolloutJob draws from it", Leaves = null } : decision;

    private static ScaledBy WhoScales(ReasoningServiceSpec spec) => spec switch
    {
        { Autoscaling: null } => ScaledBy.Hand,
        { Autoscaling: { Mode: ScalingMode.External } bounds } => spec.Replicas == 0 && bounds.MinReplicas > 0 ? ScaledBy.Hand : ScaledBy.Outside,
        { Replicas: 0 } => ScaledBy.Hand,
        { Autoscaling: var bounds } => bounds.MinReplicas == bounds.MaxReplicas ? ScaledBy.Hand : ScaledBy.Demand,
    };

    private static ScalingLaw LawOf(AutoscalingSpec scaling, SeenService seen, ServicePace pace) => new()
    {
        MinReplicas = scaling.MinReplicas!.Value,
        MaxReplicas = Math.Max(scaling.MinReplicas.Value, MostOf(scaling, seen)),
        Occupancy = scaling.KeyValueOccupancy!.Value,
        CapacityTokens = seen.TokensEach,
        ComputeTokensPerSecond = seen.Speed is { } speed ? ReplicaSpeed.ComputeTokensPerSecond(speed) : null,
        FullStep = seen is { Speed: { } roofline, TokensEach: { } tokens } ? ReplicaSpeed.FullStep(roofline, tokens) : 1,
        StartUp = pace.StartUp,
        Stable = scaling.ScaleDown!.Stabilization?.Span,
        IdleBeforeZero = scaling.ScaleDown.ToZeroAfter!.Value.Span,
        Pause = pace.Pause,
        Fresh = pace.Fresh,
    };

    private static int MostOf(AutoscalingSpec scaling, SeenService seen) =>
        seen.AcceleratorsEach is { } each && scaling.AcceleratorBudget is { } budget ? Math.Min(scaling.MaxReplicas!.Value, budget / each) : scaling.MaxReplicas!.Value;
}

/// <param name="TokensEach">KV tokens that one engine holds, by its shape; null where that is not known.</param>
/// <param name="AcceleratorsEach">Of one engine; null for CPUs alone.</param>
/// <param name="Load">Null where nobody was asked.</param>
public sealed record SeenService(long? TokensEach, int? AcceleratorsEach, ServiceLoad? Load)
{
    /// <summary>Of one engine; null where it is not known, and demand is then taken as it is seen.</summary>
    public Roofline? Speed { get; init; }

    /// <summary>A RolloutJob is under way that draws from it.</summary>
    public bool Drawn { get; init; }

    /// <param name="spec">Valid and defaulted.</param>
    /// <param name="load">As it was told.</param>
    public static SeenService Of(ReasoningServiceSpec spec, ServiceLoad? load) =>
        new(spec.TokensThatFit(), DeviceRequest.Of(spec.Engine!.Accelerator)?.PerReplica, load) { Speed = spec.SpeedInService() };
}
