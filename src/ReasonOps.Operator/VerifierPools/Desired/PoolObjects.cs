using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>The children of a pool's plan, one file each; pure.</summary>
public static class PoolObjects
{
    /// <returns>In the order to apply: what pods need and what guards them, then pods, then what reads them.</returns>
    public static IReadOnlyList<DesiredObject> Of(PoolPlan plan) => [.. Children(plan)];

    private static IEnumerable<DesiredObject> Children(PoolPlan plan)
    {
        yield return Account.Of(plan, plan.VerifierName, ChildObject.Verifier);
        yield return SettingsMap.Of(plan);
        yield return VerifierNetworkPolicy.Of(plan);
        if (ChildKinds.DisruptionBudget(plan.Served) is { } budget)
            yield return DisruptionBudget.Of(plan, budget, plan.VerifierName, ChildObject.Verifier);
        yield return VerifierService.Of(plan);
        yield return VerifierDeployment.Of(plan);
        if (plan.Spec.Monitoring is { PodMonitor: true } monitoring && ChildKinds.PodMonitor(plan.Served) is { } monitors)
            yield return PodMonitorObject.Of(plan, monitors, plan.VerifierName, ChildObject.Verifier, monitoring);
    }
}
