using ReasonOps.Operator.ReasoningServices.Desired.Engines;
using ReasonOps.Operator.ReasoningServices.Desired.Gateways;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>The children of a plan, one file each; pure.</summary>
public static class DesiredObjects
{
    /// <returns>In the order to apply: what pods need and what guards them, then pods, then what leads to them.</returns>
    public static IReadOnlyList<DesiredObject> Of(ServicePlan plan) =>
    [
        .. plan.CanStartEngines ? Engines(plan) : [],
        .. Gateways(plan),
        .. Ways(plan),
    ];

    private static IEnumerable<DesiredObject> Engines(ServicePlan plan)
    {
        yield return Account.Of(plan, plan.EngineName, ChildObject.Engine);
        yield return EngineNetworkPolicy.Of(plan);
        if (ChildKinds.DisruptionBudget(plan.Served) is { } budget)
            yield return DisruptionBudget.Of(plan, budget, plan.EngineName, ChildObject.Engine);
        yield return EngineService.Of(plan);
        yield return plan.SpansNodes ? EngineGroup.Of(plan, ChildKinds.Group(plan.Served)!) : EngineDeployment.Of(plan);
    }

    private static IEnumerable<DesiredObject> Gateways(ServicePlan plan)
    {
        yield return Account.Of(plan, plan.GatewayName, ChildObject.Gateway);
        yield return SnapshotSecret.Of(plan);
        yield return GatewayNetworkPolicy.Of(plan);
        if (ChildKinds.DisruptionBudget(plan.Served) is { } budget)
            yield return DisruptionBudget.Of(plan, budget, plan.GatewayName, ChildObject.Gateway);
        yield return GatewayService.Of(plan);
        yield return GatewayDeployment.Of(plan);
    }

    private static IEnumerable<DesiredObject> Ways(ServicePlan plan)
    {
        if (plan.Spec.Gateway!.Ingress is { } ingress && ChildKinds.Ingress(plan.Served) is { } ingresses)
            yield return GatewayIngress.Of(plan, ingresses, ingress);
        if (plan.Spec.Gateway.Route is { } route && ChildKinds.Route(plan.Served) is { } routes)
            yield return GatewayRoute.Of(plan, routes, route);
        if (plan.Spec.Monitoring is { PodMonitor: true } monitoring && ChildKinds.PodMonitor(plan.Served) is { } monitors)
            yield return PodMonitorObject.Of(plan, monitors, plan.Names.Endpoint, ChildObject.Gateway, monitoring);
    }
}
