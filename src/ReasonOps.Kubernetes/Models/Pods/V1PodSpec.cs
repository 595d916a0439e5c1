using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

public sealed record V1PodSpec
{
    public IReadOnlyList<V1Container>? InitContainers { get; init; }
    public IReadOnlyList<V1Container>? Containers { get; init; }
    public IReadOnlyList<V1Volume>? Volumes { get; init; }

    /// <summary><c>Always</c> unless said.</summary>
    public string? RestartPolicy { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
    public long? ActiveDeadlineSeconds { get; init; }
    public string? ServiceAccountName { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public string? NodeName { get; init; }
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public IReadOnlyList<V1Toleration>? Tolerations { get; init; }

    /// <summary>Free-form: it is laid over, never read.</summary>
    public JsonElement? Affinity { get; init; }
    public IReadOnlyList<V1TopologySpreadConstraint>? TopologySpreadConstraints { get; init; }
    public V1PodSecurityContext? SecurityContext { get; init; }
    public IReadOnlyList<V1LocalObjectReference>? ImagePullSecrets { get; init; }
    public string? Hostname { get; init; }
    public string? Subdomain { get; init; }
    public string? DnsPolicy { get; init; }
    public string? SchedulerName { get; init; }
    public string? PriorityClassName { get; init; }
    public string? RuntimeClassName { get; init; }
    public bool? EnableServiceLinks { get; init; }
    public bool? ShareProcessNamespace { get; init; }
    public bool? HostNetwork { get; init; }
    public bool? HostIPC { get; init; }
    public bool? HostPID { get; init; }
}

public sealed record V1Toleration
{
    public string? Key { get; init; }

    /// <summary><c>Equal</c> unless said, or <c>Exists</c>.</summary>
    [JsonPropertyName("operator")]
    public string? OperatorProperty { get; init; }
    public string? Value { get; init; }
    public string? Effect { get; init; }
    public long? TolerationSeconds { get; init; }
}

public sealed record V1TopologySpreadConstraint
{
    public int MaxSkew { get; init; }
    public string? TopologyKey { get; init; }
    public string? WhenUnsatisfiable { get; init; }
    public V1LabelSelector? LabelSelector { get; init; }
}
