using ReasonOps.Kubernetes.Discovery;

namespace ReasonOps.Operator.Workloads;

/// <summary>What a cluster with everything serves: to show children where there is no cluster to ask.</summary>
public static class RecentCluster
{
    public const int Minor = 34;

    /// <param name="minor">Of Kubernetes 1.x, from 1.19.</param>
    public static ServedKinds Serving(int minor = Minor) => new(
        new HashSet<string>(StringComparer.Ordinal)
        {
            "v1/ServiceAccount", "v1/ConfigMap", "v1/Secret", "v1/Service", "v1/Pod", "apps/v1/Deployment", "batch/v1/Job",
            "networking.k8s.io/v1/NetworkPolicy", "networking.k8s.io/v1/Ingress",
            minor >= 21 ? "policy/v1/PodDisruptionBudget" : "policy/v1beta1/PodDisruptionBudget",
            "leaderworkerset.x-k8s.io/v1/LeaderWorkerSet", "gateway.networking.k8s.io/v1/HTTPRoute", "monitoring.coreos.com/v1/PodMonitor",
        },
        minor);
}
