using System.Text.Json;

namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "Service", PluralName = "services")]
public sealed record V1Service : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Service"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1ServiceSpec? Spec { get; init; }
    public JsonElement? Status { get; init; }
}

public sealed record V1ServiceSpec
{
    /// <summary><c>ClusterIP</c> unless said.</summary>
    public string? Type { get; init; }

    /// <summary><c>None</c> for a headless one.</summary>
    public string? ClusterIP { get; init; }
    public IReadOnlyList<string>? ClusterIPs { get; init; }
    public IReadOnlyList<string>? IpFamilies { get; init; }
    public string? IpFamilyPolicy { get; init; }
    public IReadOnlyDictionary<string, string>? Selector { get; init; }
    public IReadOnlyList<V1ServicePort>? Ports { get; init; }
    public bool? PublishNotReadyAddresses { get; init; }
    public string? SessionAffinity { get; init; }
    public string? InternalTrafficPolicy { get; init; }
    public string? ExternalName { get; init; }
}

public sealed record V1ServicePort
{
    public string? Name { get; init; }
    public string? Protocol { get; init; }
    public string? AppProtocol { get; init; }
    public int Port { get; init; }

    /// <summary>By number or by the container port's name.</summary>
    public IntOrString? TargetPort { get; init; }
    public int? NodePort { get; init; }
}
