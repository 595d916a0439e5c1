using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary>
/// What a service says of itself. Conditions come in one order, each judged by one policy; the same input
/// gives the same status, so that a pass which finds nothing new writes nothing.
/// </summary>
public static class ServiceStatus
{
    public static ReasoningServiceStatus Of(StatusInput<ServicePlan, ReasoningServiceStatus> input)
    {
        var names = new ServiceNames(input.Owner.Name!);
        var engines = Workload.Find(input.Observed, names.Engine, input.Plan?.SpansNodes == true);
        var gateway = Workload.Find(input.Observed, names.Gateway);
        // Before the rest: what else is written here by other parts is kept as it was.
        var status = (input.Last ?? new()) with
        {
            ObservedGeneration = input.Owner.Generation,
            Conditions = Conditions(input, engines, gateway),
            Replicas = engines?.Exists ?? 0,
            ReadyReplicas = engines?.Ready ?? 0,
            Engines = EngineCount(input, engines),
            Selector = engines?.Selector,
        };
        return input.Plan is not { } plan ? status : status with
        {
            Strategy = plan.Spec.Strategy!.Kind.ToString(),
            Votes = plan.Spec.Strategy.Votes,
            Endpoint = plan.Endpoint,
        };
    }

    private static Condition[] Conditions(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? engines, Workload? gateway)
    {
        var enginesAvailable = Availability.Engines(input, engines, input.Known(ConditionTypes.EnginesAvailable));
        var gatewayAvailable = Availability.Gateway(input, gateway);
        var ready = Readiness.Of(input, () => Answers(enginesAvailable, gatewayAvailable),
            (enginesAvailable, Reasons.EnginesUnavailable), (gatewayAvailable, Reasons.GatewayUnavailable));
        return input.Conditions(
            (ConditionTypes.Ready, ready),
            (ConditionTypes.Accepted, Readiness.Accepted(input)),
            (ConditionTypes.EnginesAvailable, enginesAvailable),
            (ConditionTypes.GatewayAvailable, gatewayAvailable),
            (ConditionTypes.VerifierAvailable, Verification.Of(input)),
            (ConditionTypes.ScorersAvailable, Scoring.Of(input)),
            (ConditionTypes.Progressing, Progress.Of(input, (engines, "engine", input.Plan?.EngineReplicas ?? 0), (gateway, "gateway", gateway?.Wanted ?? 0))),
            (ConditionTypes.ScalingActive, Scaling(input, input.Known(ConditionTypes.ScalingActive))));
    }

    private static Verdict Answers(Verdict engines, Verdict gateway) => engines.Reason == Reasons.ScaledToZero
        ? Verdict.Yes(Reasons.ScaledToZero, "no engine runs, on purpose: questions are refused until it is scaled up")
        : Verdict.Yes(Reasons.Serving, Words.Join(engines.Message, gateway.Message));

    private static Verdict Scaling(StatusInput<ServicePlan, ReasoningServiceStatus> input, Verdict? known)
    {
        if (input.Plan is not { } plan) return known ?? Verdict.Unknown(Reasons.Invalid, "the spec is not valid");
        if (!plan.StartsEngines) return Verdict.No(Reasons.External, "engines that run elsewhere are not scaled");
        if (plan.EngineReplicas == 0) return Verdict.No(Reasons.ScaledToZero, "spec.replicas is 0");
        if (plan.Spec.Autoscaling is not { } bounds)
            return Verdict.No(Reasons.FixedReplicas, $"{Words.Count(plan.EngineReplicas, "engine")}, as spec.replicas says");
        return bounds.MinReplicas == bounds.MaxReplicas
            ? Verdict.No(Reasons.FixedReplicas, $"always {Words.Count(plan.EngineReplicas, "engine")}: autoscaling.minReplicas is maxReplicas")
            : Verdict.No(Reasons.NotServed, $"this version does not scale by itself; kubectl scale does, from {bounds.MinReplicas} to {bounds.MaxReplicas}");
    }

    private static string? EngineCount(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? engines) =>
        input.Plan is { StartsEngines: false } || (input.Plan is null && engines is null)
            ? null
            : $"{engines?.Ready ?? 0}/{Availability.Wanted(input, engines)}";
}
