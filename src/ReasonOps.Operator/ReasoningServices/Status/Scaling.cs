using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary>
/// <c>ScalingActive</c>: whether replicas follow demand, and the decisions that were taken. The condition says what holds for long; figures that change from
/// one look to the next are in the decisions and in metrics.
/// </summary>
internal static class Scaling
{
    /// <summary>Of scaling decisions.</summary>
    private const int Kept = 5;

    public static Verdict Of(StatusInput<ServicePlan, ReasoningServiceStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.ScalingActive) ?? Verdict.Unknown(Reasons.Invalid, "the spec is not valid"),
        { StartsEngines: false } => Verdict.No(Reasons.External, "engines that run elsewhere are not scaled"),
        { Replicas: { By: ScaledBy.Hand, Wanted: 0 } } => Verdict.No(Reasons.ScaledToZero, "spec.replicas is 0"),
        { Replicas.By: ScaledBy.Outside, Spec.Autoscaling: { } bounds } => Verdict.No(Reasons.ScaledOutside,
            $"autoscaling.mode is External: spec.replicas decides, from {bounds.MinReplicas} to {bounds.MaxReplicas}; the operator tells the demand as reasonops_service_demand_kv_tokens"),
        { Replicas.By: ScaledBy.Demand } plan => ByDemand(plan),
        { Spec.Autoscaling: not null } plan => Verdict.No(Reasons.FixedReplicas, $"always {Words.Count(plan.EngineReplicas, "engine")}: autoscaling.minReplicas is maxReplicas"),
        { } plan => Verdict.No(Reasons.FixedReplicas, $"{Words.Count(plan.EngineReplicas, "engine")}, as spec.replicas says"),
    };

    /// <summary>A decision is told once it stands.</summary>
    public static ScalingStatus? History(StatusInput<ServicePlan, ReasoningServiceStatus> input, ServicePlan plan, Workload? engines)
    {
        var told = input.Last?.Scaling;
        if (plan.Replicas is not { By: ScaledBy.Demand, From: { } from, Wanted: var to, Decision: { } decision } || from == to || engines?.Wanted != to) return told;
        var latest = new ScalingDecision { Time = Verdict.Seconds(input.Now), From = from, To = to, Reason = Words.Bounded(decision.Reason) };
        return new([latest, .. (told?.History ?? []).Take(Kept - 1)]);
    }

    private static Verdict ByDemand(ServicePlan plan)
    {
        var (bounds, replicas) = (plan.Spec.Autoscaling!, plan.Replicas);
        var range = Words.Join(
            $"from {bounds.MinReplicas} to {Words.Count(replicas.Most, "engine")}, to keep the KV cache below {100 * bounds.KeyValueOccupancy:0.#} %",
            replicas.Most < bounds.MaxReplicas ? $"acceleratorBudget {bounds.AcceleratorBudget} allows no more, maxReplicas is {bounds.MaxReplicas}" : null,
            plan.Spec.Replicas is not (null or 1) ? $"spec.replicas {plan.Spec.Replicas} was only what it began with: to scale by hand, set autoscaling.mode to External" : null);
        if (replicas.Load is null) return Verdict.Unknown(Reasons.DemandUnknown, range);
        var silent = replicas.Silent.Count == 0 ? null : $"no figures from {Words.List(replicas.Silent)}: none is taken away meanwhile";
        return replicas.Decision?.Demand is null && replicas.Load.Demand is null
            ? Verdict.Unknown(Reasons.DemandUnknown, Words.Join("neither gateways nor engines tell their figures, so replicas stay as they are", silent, range))
            : Verdict.Yes(Reasons.ScaledByDemand, Words.Join(range, silent, replicas.Load.Demand is null ? "no gateway tells its forecast: none is taken away meanwhile" : null));
    }
}
