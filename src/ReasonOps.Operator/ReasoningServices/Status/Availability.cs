using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary><c>EnginesAvailable</c> and <c>GatewayAvailable</c>: whether at least one of them answers. An update under way is not told here.</summary>
internal static class Availability
{
    /// <param name="engines">Null where there is no workload.</param>
    /// <param name="known">What was said last; where the spec cannot be read, engines that run elsewhere are known by it alone.</param>
    public static Verdict Engines(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? engines, Verdict? known)
    {
        if (input.Plan is { StartsEngines: false } plan)
            return Verdict.Yes(Reasons.External, $"{Words.Count(plan.Service.Spec.Engine!.Endpoints!.Count, "engine")} of spec.engine.endpoints, which the gateways look after");
        if (input.Plan is null && engines is null && known?.Reason == Reasons.External)
            return known;
        return Wanted(input, engines) == 0
            ? Verdict.Yes(Reasons.ScaledToZero, input.Plan?.Holds == true ? "no engine is wanted while nothing is asked" : "no engine is wanted (spec.replicas is 0)")
            : WorkloadAvailability.Of(engines, "engine", Wanted(input, engines));
    }

    public static Verdict Gateway(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? gateway) =>
        WorkloadAvailability.Of(gateway, "gateway", gateway?.Wanted ?? input.Plan?.Service.Spec.Gateway?.Replicas ?? 1);

    /// <summary>What was planned; of a service that is paused or cannot be read, what was last applied.</summary>
    public static int Wanted(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? engines) => input.Plan is { } plan && (!input.Paused || engines is null)
        ? plan.EngineReplicas
        : engines?.Wanted ?? 1;
}
