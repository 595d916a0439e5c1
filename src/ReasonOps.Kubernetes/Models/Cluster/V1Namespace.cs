namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces", ClusterScoped = true)]
public sealed record V1Namespace : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Namespace"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1NamespaceStatus? Status { get; init; }
}

public sealed record V1NamespaceStatus
{
    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    public string? Phase { get; init; }
}
