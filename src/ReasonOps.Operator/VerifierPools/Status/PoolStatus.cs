using ReasonOps.Api.Kinds;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.VerifierPools.Plan;

namespace ReasonOps.Operator.VerifierPools.Status;

/// <summary>What a pool says of itself; the same input gives the same status, so that a pass which finds nothing new writes nothing.</summary>
public static class PoolStatus
{
    /// <summary>Of scaling decisions.</summary>
    private const int Kept = 5;

    public static VerifierPoolStatus Of(StatusInput<PoolPlan, VerifierPoolStatus> input)
    {
        var verifiers = Workload.Find(input.Observed, new PoolNames(input.Owner.Name!).Verifier);
        var wanted = Wanted(input, verifiers);
        var status = (input.Last ?? new()) with
        {
            ObservedGeneration = input.Owner.Generation,
            Conditions = Conditions(input, verifiers, wanted),
            Replicas = verifiers?.Exists ?? 0,
            ReadyReplicas = verifiers?.Ready ?? 0,
            Verifiers = input.Plan is null && verifiers is null ? null : $"{verifiers?.Ready ?? 0}/{wanted}",
            Selector = verifiers?.Selector,
        };
        return input.Plan is not { } plan ? status : status with
        {
            Checks = string.Join(',', plan.Spec.Checks),
            Ratio = plan.Size.Ratio.ToString(),
            Floor = plan.Size.Floor,
            Queue = plan.Queue,
            Consumers = [.. plan.Consumers.Select(consumer => Told(consumer, plan))],
            Endpoint = plan.Endpoint,
            Scaling = History(input, plan, verifiers),
        };
    }

    private static Condition[] Conditions(StatusInput<PoolPlan, VerifierPoolStatus> input, Workload? verifiers, int wanted)
    {
        var available = wanted == 0 ? Verdict.Yes(Reasons.ScaledToZero, "no verifier is wanted (spec.replicas is 0)") : WorkloadAvailability.Of(verifiers, "verifier", wanted);
        return input.Conditions(
            (ConditionTypes.Ready, Readiness.Of(input, () => available with { Reason = wanted == 0 ? Reasons.ScaledToZero : Reasons.Serving }, (available, Reasons.VerifiersUnavailable))),
            (ConditionTypes.Accepted, Readiness.Accepted(input)),
            (ConditionTypes.Available, available),
            (ConditionTypes.Progressing, Progress.Of(input, (verifiers, "verifier", wanted))),
            (ConditionTypes.ScalingActive, Scaling(input)));
    }

    /// <summary>What was planned; of a pool that is paused or cannot be read, what was last applied.</summary>
    private static int Wanted(StatusInput<PoolPlan, VerifierPoolStatus> input, Workload? verifiers) =>
        input.Plan is { } plan && (!input.Paused || verifiers is null) ? plan.Size.Replicas : verifiers?.Wanted ?? 1;

    private static Verdict Scaling(StatusInput<PoolPlan, VerifierPoolStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.ScalingActive) ?? Verdict.Unknown(Reasons.Invalid, "the spec is not valid"),
        { Spec.Replicas: 0 } => Verdict.No(Reasons.ScaledToZero, "spec.replicas is 0"),
        { Spec.Replicas: not null } plan => Verdict.No(Reasons.FixedReplicas, Words.Join(plan.Size.Reason,
            plan.Size.Floor > plan.Size.Replicas ? $"the accelerators of the consumers ask for {plan.Size.Floor}" : null)),
        { Spec.Sizing: { } sizing } when sizing.MinReplicas == sizing.MaxReplicas =>
            Verdict.No(Reasons.FixedReplicas, $"always {Words.Count(sizing.MaxReplicas, "verifier")}: sizing.minReplicas is maxReplicas"),
        { } plan => Verdict.Yes(Reasons.Sized, plan.Size.Reason),
    };

    private static ConsumerStatus Told(Consumer consumer, PoolPlan plan) => new()
    {
        Kind = consumer.Kind,
        Name = consumer.Name,
        Accelerators = consumer.Accelerators,
        Replicas = plan.Size.Ratio.ReplicasFor(consumer.Accelerators, plan.Spec.Workers!.Value),
    };

    /// <summary>A decision is told once it stands.</summary>
    private static ScalingStatus? History(StatusInput<PoolPlan, VerifierPoolStatus> input, PoolPlan plan, Workload? verifiers)
    {
        var told = input.Last?.Scaling;
        if (plan.Size.From is not { } from || from == plan.Size.Replicas || verifiers?.Wanted != plan.Size.Replicas) return told;
        var decision = new ScalingDecision { Time = Verdict.Seconds(input.Now), From = from, To = plan.Size.Replicas, Reason = plan.Size.Reason };
        return new([decision, .. (told?.History ?? []).Take(Kept - 1)]);
    }
}
