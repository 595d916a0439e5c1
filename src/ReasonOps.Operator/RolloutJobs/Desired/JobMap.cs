using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>The job as its pods read it, every default filled in. Nothing in it is secret.</summary>
internal static class JobMap
{
    public const string File = "job.json";

    public static DesiredObject Of(RolloutPlan plan) => ChildObject.Of(plan, ChildKinds.ConfigMap, plan.Names.Draw, ChildObject.Worker, new JsonObject
    {
        ["data"] = new JsonObject { [File] = KindJson.Write(Job(plan)) + "\n" },
    });

    // What changes while pods run is none of theirs.
    private static RolloutJob Job(RolloutPlan plan) => plan.Job with
    {
        Metadata = new() { Name = plan.Name, Namespace = plan.Namespace }, Status = null, Spec = plan.Spec with { Suspend = false, Worker = null },
    };
}
