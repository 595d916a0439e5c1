namespace ReasonOps.Kubernetes.Models;

/// <summary>Kinds that no class of ours models, since a cluster may or may not serve them.</summary>
public static class EntityTypes
{
    /// <summary>Of the Prometheus operator.</summary>
    public static EntityType PodMonitor { get; } = new("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors");

    /// <summary>Of the Gateway API.</summary>
    public static EntityType HttpRoute { get; } = new("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes");

    /// <summary>Of the LeaderWorkerSet project.</summary>
    public static EntityType LeaderWorkerSet { get; } = new("leaderworkerset.x-k8s.io", "v1", "LeaderWorkerSet", "leaderworkersets");
}
