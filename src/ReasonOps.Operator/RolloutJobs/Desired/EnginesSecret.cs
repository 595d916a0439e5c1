using System.Text.Json.Nodes;
using ReasonOps.Api.Snapshots;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>Where engines, reward models and verifiers are. A Secret, since the keys that they ask for are in it.</summary>
internal static class EnginesSecret
{
    public const string File = "snapshot.json";

    public static DesiredObject Of(RolloutPlan plan) => ChildObject.Of(plan, ChildKinds.Secret, plan.Names.Draw, ChildObject.Worker, new JsonObject
    {
        ["type"] = "Opaque",
        ["data"] = new JsonObject { [File] = Convert.ToBase64String(SnapshotJson.Write(plan.Snapshot!)) },
    });
}
