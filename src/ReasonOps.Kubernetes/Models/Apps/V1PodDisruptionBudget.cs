namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(Group = "policy", ApiVersion = "v1", Kind = "PodDisruptionBudget", PluralName = "poddisruptionbudgets")]
public sealed record V1PodDisruptionBudget : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "policy/v1"; init; }
    public string? Kind { get => field ?? "PodDisruptionBudget"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1PodDisruptionBudgetSpec? Spec { get; init; }
    public V1PodDisruptionBudgetStatus? Status { get; init; }
}

/// <summary>Of servers before 1.21; an empty selector there matches no pod, and every pod in v1.</summary>
[KubernetesEntity(Group = "policy", ApiVersion = "v1beta1", Kind = "PodDisruptionBudget", PluralName = "poddisruptionbudgets")]
public sealed record V1Beta1PodDisruptionBudget : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "policy/v1beta1"; init; }
    public string? Kind { get => field ?? "PodDisruptionBudget"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1PodDisruptionBudgetSpec? Spec { get; init; }
    public V1PodDisruptionBudgetStatus? Status { get; init; }
}

public sealed record V1PodDisruptionBudgetSpec
{
    /// <summary>A count or a percentage; this or MaxUnavailable.</summary>
    public IntOrString? MinAvailable { get; init; }
    public IntOrString? MaxUnavailable { get; init; }
    public V1LabelSelector? Selector { get; init; }
    public string? UnhealthyPodEvictionPolicy { get; init; }
}

public sealed record V1PodDisruptionBudgetStatus
{
    public long? ObservedGeneration { get; init; }
    public int? DisruptionsAllowed { get; init; }
    public int? CurrentHealthy { get; init; }
    public int? DesiredHealthy { get; init; }
    public int? ExpectedPods { get; init; }
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}
