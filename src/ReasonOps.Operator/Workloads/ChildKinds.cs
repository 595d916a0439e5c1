using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Workloads;

/// <summary>The kinds of our children, in the version that a cluster serves.</summary>
public static class ChildKinds
{
    public static readonly EntityType ServiceAccount = new("", "v1", "ServiceAccount", "serviceaccounts");
    public static readonly EntityType ConfigMap = new("", "v1", "ConfigMap", "configmaps");
    public static readonly EntityType Secret = new("", "v1", "Secret", "secrets");
    public static readonly EntityType Service = new("", "v1", "Service", "services");
    public static readonly EntityType Deployment = new("apps", "v1", "Deployment", "deployments");
    public static readonly EntityType Job = new("batch", "v1", "Job", "jobs");

    /// <summary>No child of ours, but of our workloads'.</summary>
    public static readonly EntityType Pod = new("", "v1", "Pod", "pods");
    public static readonly EntityType NetworkPolicy = new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

    private static readonly EntityType[] DisruptionBudgets =
        [new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"), new("policy", "v1beta1", "PodDisruptionBudget", "poddisruptionbudgets")];

    private static readonly EntityType[] Groups = [new("leaderworkerset.x-k8s.io", "v1", "LeaderWorkerSet", "leaderworkersets")];
    private static readonly EntityType[] Ingresses = [new("networking.k8s.io", "v1", "Ingress", "ingresses")];
    private static readonly EntityType[] PodMonitors = [new("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors")];

    private static readonly EntityType[] Routes =
        [new("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"), new("gateway.networking.k8s.io", "v1beta1", "HTTPRoute", "httproutes")];

    /// <summary>Null where the cluster serves no such kind; so below.</summary>
    public static EntityType? DisruptionBudget(ServedKinds served) => Served(DisruptionBudgets, served);

    public static EntityType? Group(ServedKinds served) => Served(Groups, served);

    public static EntityType? Ingress(ServedKinds served) => Served(Ingresses, served);

    public static EntityType? PodMonitor(ServedKinds served) => Served(PodMonitors, served);

    public static EntityType? Route(ServedKinds served) => Served(Routes, served);

    /// <summary>Every kind of which an object of ours may have children on this cluster: what is watched, and what is pruned.</summary>
    public static IReadOnlyList<EntityType> Of(ServedKinds served) =>
    [
        ServiceAccount, ConfigMap, Secret, Service, Deployment, Job, NetworkPolicy,
        .. new[] { DisruptionBudget(served), Group(served), Ingress(served), Route(served), PodMonitor(served) }.OfType<EntityType>(),
    ];

    /// <summary>Whether there may be children of this group version: <c>policy/v1</c>.</summary>
    public static bool MayBeOf(string apiVersion) =>
        new[] { ServiceAccount, Deployment, Job, NetworkPolicy }.Concat(DisruptionBudgets).Concat(Groups).Concat(Ingresses).Concat(PodMonitors).Concat(Routes)
            .Any(kind => kind.ApiVersion == apiVersion);

    private static EntityType? Served(EntityType[] versions, ServedKinds served) =>
        versions.FirstOrDefault(version => served.Serves(version.ApiVersion, version.Kind));
}
