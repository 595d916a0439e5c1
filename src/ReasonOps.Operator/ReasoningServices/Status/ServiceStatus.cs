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
            KeyValueOccupancy = plan.Replicas.Occupancy,
            Endpoint = plan.Endpoint,
            Scaling = Scaling.History(input, plan, engines),
        };
    }

    private static Condition[] Conditions(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? engines, Workload? gateway)
    {
        var enginesAvailable = Availability.Engines(input, engines, input.Known(ConditionTypes.EnginesAvailable));
        var gatewayAvailable = Availability.Gateway(input, gateway);
        var held = Holds(input, enginesAvailable) ? enginesAvailable with { Status = "True" } : enginesAvailable;
        var ready = Readiness.Of(input, () => Answers(input, enginesAvailable, gatewayAvailable),
            (held, Reasons.EnginesUnavailable), (gatewayAvailable, Reasons.GatewayUnavailable));
        return input.Conditions(
            (ConditionTypes.Ready, ready),
            (ConditionTypes.Accepted, Readiness.Accepted(input)),
            (ConditionTypes.EnginesAvailable, enginesAvailable),
            (ConditionTypes.GatewayAvailable, gatewayAvailable),
            (ConditionTypes.VerifierAvailable, Verification.Of(input)),
            (ConditionTypes.ScorersAvailable, Scoring.Of(input)),
            (ConditionTypes.Progressing, Progress.Of(input, (engines, "engine", input.Plan?.EngineReplicas ?? 0), (gateway, "gateway", gateway?.Wanted ?? 0))),
            (ConditionTypes.ScalingActive, Scaling.Of(input)));
    }

    private static Verdict Answers(StatusInput<ServicePlan, ReasoningServiceStatus> input, Verdict engines, Verdict gateway) =>
        engines.Reason == Reasons.ScaledToZero ? Verdict.Yes(Reasons.ScaledToZero, input.Plan?.Holds == true
            ? "no engine runs, since nothing was asked: a question is held until one is back"
            : "no engine runs, on purpose: questions are refused until it is scaled up")
        : !engines.Holds ? Verdict.Yes(Reasons.Holding, "the first engine starts; questions are held until it answers")
        : Verdict.Yes(Reasons.Serving, Words.Join(engines.Message, gateway.Message));

    /// <summary>A start from zero, as it should go: what was ready stays so, since nobody is refused.</summary>
    private static bool Holds(StatusInput<ServicePlan, ReasoningServiceStatus> input, Verdict engines) =>
        input.Plan?.Holds == true && engines.Reason is Reasons.PodsStarting or Reasons.NotCreated
        && input.Known(ConditionTypes.Ready) is { Holds: true, Reason: Reasons.ScaledToZero or Reasons.Holding };

    private static string? EngineCount(StatusInput<ServicePlan, ReasoningServiceStatus> input, Workload? engines) =>
        input.Plan is { StartsEngines: false } || (input.Plan is null && engines is null)
            ? null
            : $"{engines?.Ready ?? 0}/{Availability.Wanted(input, engines)}";
}
