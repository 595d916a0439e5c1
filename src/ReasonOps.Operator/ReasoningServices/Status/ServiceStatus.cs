using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary>
/// What a service says of itself. Conditions come in the order of <see cref="ConditionTypes.All"/>, each judged by one policy; the same input
/// gives the same status, so that a pass which finds nothing new writes nothing.
/// </summary>
public static class ServiceStatus
{
    public static ReasoningServiceStatus Of(StatusInput input)
    {
        var names = new ServiceNames(input.Owner.Name!);
        var engines = Workload.Find(input.Observed, names.Engine, input.Plan?.SpansNodes == true);
        var gateway = Workload.Find(input.Observed, names.Gateway);
        // Before the rest: what else is written here by other parts is kept as it was.
        var status = (input.Previous ?? new()) with
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

    private static Condition[] Conditions(StatusInput input, Workload? engines, Workload? gateway)
    {
        var enginesAvailable = Availability.Engines(input, engines, Known(input, ConditionTypes.EnginesAvailable));
        var gatewayAvailable = Availability.Gateway(input, gateway);
        var verdicts = new Dictionary<string, Verdict>
        {
            [ConditionTypes.Ready] = Readiness.Of(input, enginesAvailable, gatewayAvailable),
            [ConditionTypes.Accepted] = Readiness.Accepted(input),
            [ConditionTypes.EnginesAvailable] = enginesAvailable,
            [ConditionTypes.GatewayAvailable] = gatewayAvailable,
            [ConditionTypes.Progressing] = Progress.Of(input, engines, gateway),
            [ConditionTypes.ScalingActive] = Scaling(input, Known(input, ConditionTypes.ScalingActive)),
        };
        return [.. ConditionTypes.All.Select(type => verdicts[type].At(type, input.Owner.Generation, Previous(input, type), input.Now))];
    }

    private static Verdict Scaling(StatusInput input, Verdict? known)
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

    private static string? EngineCount(StatusInput input, Workload? engines) =>
        input.Plan is { StartsEngines: false } || (input.Plan is null && engines is null)
            ? null
            : $"{engines?.Ready ?? 0}/{Availability.Wanted(input, engines)}";

    private static Condition? Previous(StatusInput input, string type) => input.Previous?.Conditions?.FirstOrDefault(condition => condition.Type == type);

    private static Verdict? Known(StatusInput input, string type) => Previous(input, type) is { Reason: { } reason } previous
        ? new(previous.Status, reason, previous.Message ?? "")
        : null;
}
