namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "ReplicaSet", PluralName = "replicasets")]
public sealed record V1ReplicaSet : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "apps/v1"; init; }
    public string? Kind { get => field ?? "ReplicaSet"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1ReplicaSetSpec? Spec { get; init; }
    public V1ReplicaSetStatus? Status { get; init; }
}

public sealed record V1ReplicaSetSpec
{
    public int? Replicas { get; init; }
    public V1LabelSelector? Selector { get; init; }
    public int? MinReadySeconds { get; init; }
    public V1PodTemplateSpec? Template { get; init; }
}

public sealed record V1ReplicaSetStatus
{
    public int? Replicas { get; init; }
    public int? FullyLabeledReplicas { get; init; }
    public int? ReadyReplicas { get; init; }
    public int? AvailableReplicas { get; init; }
    public long? ObservedGeneration { get; init; }
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}
