using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(Group = "coordination.k8s.io", ApiVersion = "v1", Kind = "Lease", PluralName = "leases")]
public sealed record V1Lease : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "coordination.k8s.io/v1"; init; }
    public string? Kind { get => field ?? "Lease"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1LeaseSpec? Spec { get; init; }
}

public sealed record V1LeaseSpec
{
    public string? HolderIdentity { get; init; }
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>To the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>To the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }
    public int? LeaseTransitions { get; init; }
}
