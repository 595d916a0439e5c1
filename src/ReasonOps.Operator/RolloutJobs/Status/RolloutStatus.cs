using ReasonOps.Api.Kinds;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.RolloutJobs.Plan;

namespace ReasonOps.Operator.RolloutJobs.Status;

/// <summary>What a job says of itself; the same input gives the same status, so that a pass which finds nothing new writes nothing.</summary>
public static class RolloutStatus
{
    public static RolloutJobStatus Of(StatusInput<RolloutPlan, RolloutJobStatus> input)
    {
        var last = (input.Last ?? new()) with { ObservedGeneration = input.Owner.Generation, Conditions = Conditions(input) };
        if (input.Plan is not { } plan) return last with { Phase = last.Phase ?? "Waiting" };
        var status = plan.IsOutlived ? last : Figures.Into(last, plan);
        return status with
        {
            Phase = Phase(input, plan),
            Partitions = plan.Partitions,
            PartitionsDone = plan.IsOutlived ? last.PartitionsDone : plan.Draw.Done,
            Workers = plan.Stage == RolloutStage.Drawing ? $"{input.Observed.Pods.Count(pod => WorkerPods.IsWorker(pod) && WorkerPods.IsReady(pod))}/{Wanted(plan)}" : null,
            StartTime = plan.StartTime is { } started ? Verdict.Seconds(started) : null,
            CompletionTime = plan.IsEnded ? last.CompletionTime ?? Verdict.Seconds(input.Now) : null,
        };
    }

    private static Condition[] Conditions(StatusInput<RolloutPlan, RolloutJobStatus> input) => input.Conditions(
        (ConditionTypes.Complete, Complete(input)),
        (ConditionTypes.Failed, Failed(input)),
        (ConditionTypes.Suspended, Suspended(input)),
        (ConditionTypes.Progressing, Progressing(input)),
        (ConditionTypes.Accepted, Readiness.Accepted(input)));

    private static string Phase(StatusInput<RolloutPlan, RolloutJobStatus> input, RolloutPlan plan) => plan.Stage switch
    {
        RolloutStage.Complete => "Complete",
        RolloutStage.Failed => "Failed",
        _ when Suspended(input).Holds => "Suspended",
        RolloutStage.Waiting => "Waiting",
        _ => "Progressing",
    };

    private static Verdict Complete(StatusInput<RolloutPlan, RolloutJobStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.Complete) ?? Verdict.No(Reasons.Invalid, "the spec is not valid"),
        { Stage: RolloutStage.Complete } plan => Verdict.Yes(plan.Why.Reason, plan.Why.Message),
        { Stage: RolloutStage.Failed } => Verdict.No(Reasons.Finished, "it has failed"),
        var plan => Verdict.No(plan.Why.Reason, plan.Why.Message),
    };

    private static Verdict Failed(StatusInput<RolloutPlan, RolloutJobStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.Failed) ?? Verdict.No(Reasons.NotFailed, "nothing has failed for good"),
        { Stage: RolloutStage.Failed } plan => Verdict.Yes(plan.Why.Reason, plan.Why.Message),
        _ => Verdict.No(Reasons.NotFailed, "nothing has failed for good"),
    };

    private static Verdict Suspended(StatusInput<RolloutPlan, RolloutJobStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.Suspended) ?? Verdict.No(Reasons.Running, "it is not suspended"),
        { IsEnded: true } => Verdict.No(Reasons.Finished, "it has ended"),
        { Spec.Suspend: true } => Verdict.Yes(Reasons.SuspendedBySpec, "spec.suspend is true; what is final stays"),
        { IsQueued: true } plan when IsQueuedUp(plan) => Verdict.Yes(Reasons.SuspendedByQueue, "its queue has not let it in"),
        _ => Verdict.No(Reasons.Running, "it is not suspended"),
    };

    private static bool IsQueuedUp(RolloutPlan plan) => (plan.Stage == RolloutStage.Writing ? plan.Write : plan.Draw.Jobs.Values.FirstOrDefault()) is { IsSuspended: true };

    private static Verdict Progressing(StatusInput<RolloutPlan, RolloutJobStatus> input)
    {
        if (input.Paused) return Verdict.No(Reasons.Paused, "nothing is changed while the annotation reasonops.io/paused is \"true\"");
        if (input.Plan is not { } plan) return Verdict.No(Reasons.Invalid, "nothing is changed until the spec is valid");
        if (plan.IsEnded) return Verdict.No(Reasons.Finished, plan.Stage == RolloutStage.Complete ? "it is complete" : "it has failed");
        if (input.Troubles is { Count: > 0 } troubles) return Verdict.No(troubles[0].Reason, Words.List([.. troubles.Select(trouble => trouble.Message)]));
        if (plan.Stage == RolloutStage.Waiting) return Verdict.No(plan.Why.Reason, plan.Why.Message);
        if (Suspended(input) is { Holds: true } suspended) return Verdict.No(suspended.Reason, suspended.Message);
        return Verdict.Yes(plan.Why.Reason, Words.Join(plan.Why.Message, Trouble(input)));
    }

    /// <summary>Of pods that are to run and do not.</summary>
    private static string? Trouble(StatusInput input) => PodTrouble.Worst(input.Observed.Pods.Where(pod => !WorkerPods.IsOver(pod)))?.Message;

    private static int Wanted(RolloutPlan plan) => plan.IsHeld ? 0 : Math.Min(plan.Spec.Parallelism!.Value, plan.Partitions - plan.Draw.Done);
}
