namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
public sealed record V1Pod : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Pod"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1PodSpec? Spec { get; init; }
    public V1PodStatus? Status { get; init; }
}

public sealed record V1PodTemplateSpec
{
    public V1ObjectMeta? Metadata { get; init; }
    public V1PodSpec? Spec { get; init; }
}
