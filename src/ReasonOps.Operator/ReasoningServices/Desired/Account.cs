using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>A ServiceAccount that may do nothing and whose token is mounted nowhere; a place for pull secrets and cloud identities.</summary>
internal static class Account
{
    public static DesiredObject Of(ServicePlan plan, string name, string component) =>
        ChildObject.Of(plan, ChildKinds.ServiceAccount, name, component, new JsonObject { ["automountServiceAccountToken"] = false });
}
