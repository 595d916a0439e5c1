namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "Node", PluralName = "nodes", ClusterScoped = true)]
public sealed record V1Node : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Node"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1NodeSpec? Spec { get; init; }
    public V1NodeStatus? Status { get; init; }
}

public sealed record V1NodeSpec
{
    public string? ProviderID { get; init; }
    public bool? Unschedulable { get; init; }
    public string? PodCIDR { get; init; }
    public IReadOnlyList<V1Taint>? Taints { get; init; }
}

public sealed record V1Taint
{
    public string? Key { get; init; }
    public string? Value { get; init; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>.</summary>
    public string? Effect { get; init; }
    public DateTimeOffset? TimeAdded { get; init; }
}

public sealed record V1NodeStatus
{
    /// <summary>Quantities by resource.</summary>
    public IReadOnlyDictionary<string, string>? Capacity { get; init; }

    /// <summary>What pods may use of it.</summary>
    public IReadOnlyDictionary<string, string>? Allocatable { get; init; }
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
    public IReadOnlyList<V1NodeAddress>? Addresses { get; init; }
    public V1NodeSystemInfo? NodeInfo { get; init; }
    public string? Phase { get; init; }
}

public sealed record V1NodeAddress
{
    /// <summary><c>InternalIP</c>, <c>Hostname</c> and the like.</summary>
    public string? Type { get; init; }
    public string? Address { get; init; }
}

public sealed record V1NodeSystemInfo
{
    public string? MachineID { get; init; }
    public string? SystemUUID { get; init; }
    public string? BootID { get; init; }
    public string? KernelVersion { get; init; }
    public string? OsImage { get; init; }
    public string? ContainerRuntimeVersion { get; init; }
    public string? KubeletVersion { get; init; }
    public string? KubeProxyVersion { get; init; }
    public string? OperatingSystem { get; init; }
    public string? Architecture { get; init; }
}
