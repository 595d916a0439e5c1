using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Decides everything of one service. Pure: the same in, the same out.</summary>
public static class ServicePlanner
{
    /// <param name="service">Valid and defaulted.</param>
    /// <param name="owner">With name and namespace; without UID, children name no owner.</param>
    /// <param name="observed">As it is now.</param>
    /// <param name="options">As the operator was started with.</param>
    /// <param name="named">The pool that the service names, where it is there.</param>
    /// <param name="decided">How many engines there are to be; null where nothing was looked at.</param>
    public static ServicePlan Plan(
        ReasoningService service, V1ObjectMeta owner, Observed observed, WorkloadOptions options, ReferencedPool? named = null, PlannedReplicas? decided = null)
    {
        var engine = service.Spec.Engine!;
        var starts = engine.Endpoints is not { Count: > 0 };
        var names = new ServiceNames(owner.Name!);
        var devices = starts ? DeviceRequest.Of(engine.Accelerator) : null;
        var source = starts ? ModelSource.Of(service.Spec.Model.Uri!) : null;
        var replicas = decided ?? PlannedReplicas.Unseen(service.Spec);
        var spans = devices is { Nodes: > 1 };
        var enginesUrl = EnginesUrl(names.EngineService(spans), owner.Namespace!, options.ClusterDomain);
        var pool = PlannedPool.Of(named, owner.Namespace!, options.ClusterDomain, observed.Secrets);
        var keys = PlannedSnapshot.Of(service, observed.Secrets, enginesUrl, AtZero(starts, service.Spec, replicas), pool);
        var obstacles = starts ? EngineObstacles.Of(engine, source!, devices, observed.Served).ToArray() : [];
        return new ServicePlan
        {
            Service = service,
            Owner = owner,
            Served = observed.Served,
            ClusterDomain = options.ClusterDomain,
            OperatorNamespace = options.OperatorNamespace,
            Replicas = replicas,
            StartsEngines = starts,
            CanStartEngines = starts && obstacles.Length == 0,
            SpansNodes = spans,
            Source = source,
            Devices = devices,
            Images = PlannedImages.Of(names, service.Spec, devices, observed, options.Image),
            Stop = StopLimits.Of(service.Spec),
            Snapshot = keys.Snapshot,
            Pool = pool,
            Remarks = [.. obstacles, .. keys.Remarks, .. Clamped(replicas), .. ExtrasNotServed.Of(service.Spec, observed.Served)],
        };
    }

    internal static string EnginesUrl(string name, string @namespace, string clusterDomain) =>
        $"http://{name}.{@namespace}.svc.{clusterDomain}:{Ports.Engine}/v1";

    /// <summary>What gateways do without an engine. It is the same whether one runs or not: a snapshot may take a minute to reach them.</summary>
    private static WithoutEngines AtZero(bool starts, ReasoningServiceSpec spec, PlannedReplicas replicas) =>
        !starts ? WithoutEngines.Fail
        : replicas.By != ScaledBy.Hand && spec.Autoscaling is { MinReplicas: 0 } ? WithoutEngines.Hold
        : replicas.Wanted == 0 ? WithoutEngines.Refuse : WithoutEngines.Fail;

    private static IEnumerable<Remark> Clamped(PlannedReplicas replicas)
    {
        if (replicas.Clamped is { } why)
            yield return new(Blocks: false, "ReplicasClamped", $"spec.replicas: {why}");
    }
}
