namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "ConfigMap", PluralName = "configmaps")]
public sealed record V1ConfigMap : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "ConfigMap"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public IReadOnlyDictionary<string, string>? Data { get; init; }
    public IReadOnlyDictionary<string, byte[]>? BinaryData { get; init; }
    public bool? Immutable { get; init; }
}
