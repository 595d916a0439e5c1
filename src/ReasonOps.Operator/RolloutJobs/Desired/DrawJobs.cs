using System.Text.Json.Nodes;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>The Jobs that draw: an Indexed one over all partitions; where the server has none, one a partition, no more of them unfinished than workers may run at once.</summary>
internal static class DrawJobs
{
    public static IEnumerable<DesiredObject> Of(RolloutPlan plan) => plan.Draw.IsIndexed ? [Whole(plan)] : Partitions(plan).Select(partition => Part(plan, partition));

    /// <summary>Those that are there and not over.</summary>
    public static IEnumerable<DesiredObject> Running(RolloutPlan plan) => plan.Draw.Jobs.Where(job => job.Value is { IsComplete: false, Failed: null })
        .Select(job => plan.Draw.IsIndexed ? Whole(plan) : Part(plan, job.Key));

    private static IEnumerable<int> Partitions(RolloutPlan plan)
    {
        var jobs = plan.Draw.Jobs;
        var room = plan.IsHeld ? 0 : plan.Spec.Parallelism!.Value - jobs.Values.Count(job => job is { IsComplete: false, Failed: null });
        return jobs.Keys.Concat(Enumerable.Range(0, plan.Partitions).Where(partition => !jobs.ContainsKey(partition)).Take(Math.Max(0, room))).Order();
    }

    private static DesiredObject Whole(RolloutPlan plan) => JobBody.Of(plan, plan.Names.Draw, ChildObject.Worker, new JsonObject
    {
        ["completions"] = plan.Partitions, ["completionMode"] = "Indexed", ["template"] = WorkerPod.Draws(plan, null),
    }, Math.Min(plan.Spec.Parallelism!.Value, plan.Partitions));

    private static DesiredObject Part(RolloutPlan plan, int partition) => JobBody.Of(plan, plan.Names.Partition(partition), ChildObject.Worker, new JsonObject
    {
        ["completions"] = 1, ["template"] = WorkerPod.Draws(plan, partition),
    }, 1);
}
