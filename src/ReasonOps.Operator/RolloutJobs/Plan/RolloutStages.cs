using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.RolloutJobs.Observe;

namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>What is done for a job now, and why. An end, once told, is for good: what comes after it changes nothing.</summary>
internal static class RolloutStages
{
    public static (RolloutStage Stage, (string Reason, string Message) Why) Of(
        RolloutJobSpec spec, RolloutWorld world, DrawState draw, JobState? write, RolloutJobStatus? last, DateTimeOffset? started, DateTimeOffset now)
    {
        if (Told(last, ConditionTypes.Complete) is { } complete) return (RolloutStage.Complete, complete);
        if (Told(last, ConditionTypes.Failed) is { } told) return (RolloutStage.Failed, told);
        if (write is { IsComplete: true }) return (RolloutStage.Complete, (Reasons.DatasetWritten, $"the dataset is at {spec.Output.Uri}"));
        if ((draw.Failed ?? write?.Failed) is { } failed) return (RolloutStage.Failed, Cause(failed, draw.Failed is null ? "the writer" : "workers"));
        if (spec.ActiveDeadline is { Span: var limit } && started is { } since && now >= since + limit)
            return (RolloutStage.Failed, (Reasons.DeadlineExceeded, $"it was not done within spec.activeDeadline {spec.ActiveDeadline}; what is final stays, and a job of the same output goes on from it"));
        if (Obstacle(spec, world) is { } obstacle) return (RolloutStage.Waiting, obstacle);
        return draw.Done >= spec.Partitions
            ? (RolloutStage.Writing, (Reasons.Writing, "everything is drawn; the dataset is being written"))
            : (RolloutStage.Drawing, (Reasons.Drawing, $"{draw.Done} of {Words.Count(spec.Partitions!.Value, "partition")} drawn"));
    }

    private static (string Reason, string Message)? Obstacle(RolloutJobSpec spec, RolloutWorld world)
    {
        var service = spec.Policy.ServiceRef.Name;
        if (world.Service is null) return (Reasons.ServiceNotFound, $"there is no ReasoningService {service} in this namespace; it goes on when there is");
        if (world.Service.Service is null) return (Reasons.ServiceInvalid, $"ReasoningService {service} is not valid; see its condition Accepted");
        if (spec.Verify is { PoolRef.Name: var pool } && world.Pool is null)
            return (Reasons.PoolNotFound, $"there is no VerifierPool {pool} in this namespace; it goes on when there is");
        // Without it nothing would be right or wrong, and nobody told.
        if (spec.Verify?.Judge is { } judge && ((judge.ServiceRef is { Name: var other } && other != service) || world.Service.Service.Spec.Scoring?.Judge is null))
            return (Reasons.JudgeNotServed, $"spec.verify.judge: on a cluster the judge is scoring.judge of the service that draws; give ReasoningService {service} one, and leave judge.serviceRef out");
        return null;
    }

    private static (string Reason, string Message)? Told(RolloutJobStatus? last, string type) =>
        last?.Conditions?.FirstOrDefault(condition => condition.Type == type) is { Status: "True" } told ? (told.Reason, told.Message) : null;

    /// <summary>Kubernetes' reasons, but for the one that our exit code makes.</summary>
    private static (string Reason, string Message) Cause((string Reason, string Message) failed, string who) => failed.Reason switch
    {
        "BackoffLimitExceeded" => (Reasons.BackoffLimitExceeded, Words.Join($"{who} failed more often than spec.backoffLimit lets them", failed.Message)),
        "PodFailurePolicy" => (Reasons.WrongInput, Words.Join($"{who} refused what they were given; their log says why", failed.Message)),
        var reason => (reason, Words.Join($"{who} failed", failed.Message)),
    };
}
