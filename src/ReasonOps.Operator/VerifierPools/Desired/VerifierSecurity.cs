using System.Text.Json.Nodes;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>What a verifier's container may do: the pod security standard <c>restricted</c>, and what namespaces of its own need beside.</summary>
internal static class VerifierSecurity
{
    /// <summary>
    /// With namespaces: the profile RuntimeDefault refuses a process without capabilities to make any, and a sandbox's own <c>/proc</c> can be mounted only
    /// where nothing of the container's is masked. Both are granted inside a user namespace alone, in which root is nobody on the node.
    /// </summary>
    public static JsonObject Of(PoolPlan plan)
    {
        var context = Security.Restricted();
        if (plan.Spec.Isolation.Mode != IsolationMode.Namespaces) return context;
        context["seccompProfile"] = new JsonObject { ["type"] = "Unconfined" };
        if (IsServed(plan)) context["procMount"] = "Unmasked";
        return context;
    }

    /// <summary>False for a pod with a user namespace of its own; null where that is not asked for, or not known to the cluster.</summary>
    public static JsonNode? HostUsers(PoolPlan plan) => plan.Spec.Isolation.Mode == IsolationMode.Namespaces && IsServed(plan) ? false : null;

    private static bool IsServed(PoolPlan plan) => plan.Served.Minor >= PoolObstacles.UserNamespaces;
}
