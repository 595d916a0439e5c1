using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads;

/// <summary>A ServiceAccount that may do nothing and whose token is mounted nowhere; a place for pull secrets and cloud identities.</summary>
internal static class Account
{
    public static DesiredObject Of(OwnerPlan plan, string name, string component) =>
        ChildObject.Of(plan, ChildKinds.ServiceAccount, name, component, new JsonObject { ["automountServiceAccountToken"] = false });
}
