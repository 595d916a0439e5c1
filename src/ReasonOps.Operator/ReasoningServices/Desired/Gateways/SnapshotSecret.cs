using System.Text.Json.Nodes;
using ReasonOps.Api.Snapshots;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

/// <summary>What gateways know. A Secret, since engines' keys are in it; tenants' are there as hashes.</summary>
internal static class SnapshotSecret
{
    public const string File = "snapshot.json";

    public static DesiredObject Of(ServicePlan plan) => ChildObject.Of(plan, ChildKinds.Secret, plan.Names.Snapshot, ChildObject.Gateway, new JsonObject
    {
        ["type"] = "Opaque",
        ["data"] = new JsonObject { [File] = Convert.ToBase64String(SnapshotJson.Write(plan.Snapshot)) },
    });
}
