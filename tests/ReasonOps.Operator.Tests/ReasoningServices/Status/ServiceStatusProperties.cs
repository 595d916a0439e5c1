using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.ReasoningServices.Status;
using ReasonOps.Operator.Workloads;
using static ReasonOps.Operator.Tests.ReasoningServices.Status.Scene;

namespace ReasonOps.Operator.Tests.ReasoningServices.Status;

public sealed class ServiceStatusProperties
{
    private static readonly ServicePlan[] Plans = [.. Enumerable.Range(0, 4).Select(count => Plan(count)), External(),
        Plan(1, new Remark(true, "TenantKeysMissing", "a")), Plan(2, new Remark(false, "ReplicasClamped", "b"))];

    private static readonly string[] Conditions = ["",
        """{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded", "message": "late"}""",
        """{"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate"}""", """{"type": "Progressing"}"""];

    private static readonly string[] PodStates = [""" "phase": "Running" """, """ "phase": "Failed" """, """ "conditions": 7 """,
        """ "containerStatuses": [{"name": "x", "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 2}}}] """,
        """ "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}] """];

    private static readonly Gen<StatusInput<ServicePlan, ReasoningServiceStatus>> Inputs =
        from counts in Gen.ArrayOf(Gen.Choose(0, 4), 6)
        from plan in Gen.Elements(Plans.Append(null).ToArray())
        from condition in Gen.Elements(Conditions)
        from pod in Gen.Elements(PodStates)
        from flags in Gen.ArrayOf(Gen.Elements(true, false), 5)
        select Input(plan,
            flags[0] ? Scene.Engines(counts[0], counts[1], counts[2], counts[3], condition, flags[1]) : null,
            flags[2] ? Gateways(counts[4], counts[5]) : null,
            Pod("engine", "e-1", pod)) with
        {
            Paused = flags[3],
            Errors = plan is null ? ["spec.x: is wrong"] : [],
            Troubles = flags[4] ? [new(false, Reasons.ApplyFailed, "no")] : [],
        };

    private static string Json(ReasoningServiceStatus status) => JsonSerializer.Serialize(status);

    [Fact]
    public void The_same_world_seen_again_later_gives_the_same_status() => Prop.ForAll(Inputs.ToArbitrary(), input =>
    {
        var first = ServiceStatus.Of(input);
        return Json(ServiceStatus.Of(input with { Last = first, Now = Noon.AddHours(1) })) == Json(first);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_condition_is_there_once_in_its_order_with_a_reason_and_a_message() => Prop.ForAll(Inputs.ToArbitrary(), input =>
    {
        var conditions = ServiceStatus.Of(input).Conditions!;
        return conditions.Select(condition => condition.Type).SequenceEqual(["Ready", "Accepted", "EnginesAvailable", "GatewayAvailable", "Progressing", "ScalingActive"])
            && conditions.All(condition => condition is { Reason.Length: > 0, Message.Length: > 0, Status: "True" or "False" or "Unknown" }
                && condition.Reason.All(char.IsAsciiLetterOrDigit) && char.IsAsciiLetterUpper(condition.Reason[0]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_condition_changes_its_time_exactly_when_it_changes_its_status() =>
        Prop.ForAll(Inputs.ToArbitrary(), Inputs.ToArbitrary(), (before, after) =>
        {
            var first = ServiceStatus.Of(before);
            var second = ServiceStatus.Of(after with { Last = first, Now = Noon.AddMinutes(5) });
            return first.Conditions!.Zip(second.Conditions!).All(pair =>
                (pair.First.Status == pair.Second.Status) == (pair.First.LastTransitionTime == pair.Second.LastTransitionTime));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_ready_service_has_a_gateway_that_answers_and_an_engine_unless_none_is_wanted() => Prop.ForAll(Inputs.ToArbitrary(), input =>
    {
        var status = ServiceStatus.Of(input);
        return status.The("Ready").Status != "True"
            || (status.The("GatewayAvailable").Status == "True" && status.The("EnginesAvailable").Status == "True"
                && (status.ReadyReplicas > 0 || status.The("EnginesAvailable").Reason is "ScaledToZero" or "External"));
    }).QuickCheckThrowOnFailure();
}
