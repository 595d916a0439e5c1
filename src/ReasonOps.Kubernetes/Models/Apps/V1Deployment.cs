namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "Deployment", PluralName = "deployments")]
public sealed record V1Deployment : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "apps/v1"; init; }
    public string? Kind { get => field ?? "Deployment"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1DeploymentSpec? Spec { get; init; }
    public V1DeploymentStatus? Status { get; init; }
}

public sealed record V1DeploymentSpec
{
    public int? Replicas { get; init; }
    public V1LabelSelector? Selector { get; init; }
    public V1PodTemplateSpec? Template { get; init; }
    public V1DeploymentStrategy? Strategy { get; init; }
    public int? MinReadySeconds { get; init; }
    public int? ProgressDeadlineSeconds { get; init; }
    public int? RevisionHistoryLimit { get; init; }
    public bool? Paused { get; init; }
}

public sealed record V1DeploymentStrategy
{
    /// <summary><c>RollingUpdate</c> or <c>Recreate</c>.</summary>
    public string? Type { get; init; }
    public V1RollingUpdateDeployment? RollingUpdate { get; init; }
}

public sealed record V1RollingUpdateDeployment
{
    /// <summary>A count or a percentage.</summary>
    public IntOrString? MaxSurge { get; init; }
    public IntOrString? MaxUnavailable { get; init; }
}

public sealed record V1DeploymentStatus
{
    /// <summary>Of the spec that the figures belong to.</summary>
    public long? ObservedGeneration { get; init; }
    public int? Replicas { get; init; }
    public int? UpdatedReplicas { get; init; }
    public int? ReadyReplicas { get; init; }
    public int? AvailableReplicas { get; init; }
    public int? UnavailableReplicas { get; init; }
    public int? TerminatingReplicas { get; init; }
    public int? CollisionCount { get; init; }

    /// <summary><c>Available</c>, <c>Progressing</c>, <c>ReplicaFailure</c>.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}
