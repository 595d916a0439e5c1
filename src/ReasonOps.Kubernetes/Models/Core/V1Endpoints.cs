namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "Endpoints", PluralName = "endpoints")]
public sealed record V1Endpoints : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Endpoints"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public IReadOnlyList<V1EndpointSubset>? Subsets { get; init; }
}

public sealed record V1EndpointSubset
{
    public IReadOnlyList<V1EndpointAddress>? Addresses { get; init; }
    public IReadOnlyList<V1EndpointAddress>? NotReadyAddresses { get; init; }
    public IReadOnlyList<Corev1EndpointPort>? Ports { get; init; }
}

public sealed record V1EndpointAddress
{
    public string? Ip { get; init; }
    public string? Hostname { get; init; }
    public string? NodeName { get; init; }
    public V1ObjectReference? TargetRef { get; init; }
}

public sealed record Corev1EndpointPort
{
    public string? Name { get; init; }
    public int Port { get; init; }
    public string? Protocol { get; init; }
    public string? AppProtocol { get; init; }
}
