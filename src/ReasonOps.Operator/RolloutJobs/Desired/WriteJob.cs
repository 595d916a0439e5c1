using System.Text.Json.Nodes;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>Makes the dataset, once everything is drawn.</summary>
internal static class WriteJob
{
    public static DesiredObject Of(RolloutPlan plan) => JobBody.Of(plan, plan.Names.Write, ChildObject.Writer, new JsonObject
    {
        ["completions"] = 1, ["template"] = WorkerPod.Writes(plan),
    }, 1);
}
