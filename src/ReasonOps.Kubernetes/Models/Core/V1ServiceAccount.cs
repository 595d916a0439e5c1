namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "ServiceAccount", PluralName = "serviceaccounts")]
public sealed record V1ServiceAccount : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "ServiceAccount"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public IReadOnlyList<V1LocalObjectReference>? ImagePullSecrets { get; init; }
    public IReadOnlyList<V1ObjectReference>? Secrets { get; init; }
}
