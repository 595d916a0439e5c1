using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(Group = "networking.k8s.io", ApiVersion = "v1", Kind = "NetworkPolicy", PluralName = "networkpolicies")]
public sealed record V1NetworkPolicy : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "networking.k8s.io/v1"; init; }
    public string? Kind { get => field ?? "NetworkPolicy"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1NetworkPolicySpec? Spec { get; init; }
}

public sealed record V1NetworkPolicySpec
{
    /// <summary>Whom it binds; an empty one means every pod of the namespace.</summary>
    public V1LabelSelector? PodSelector { get; init; }

    /// <summary><c>Ingress</c>, <c>Egress</c>.</summary>
    public IReadOnlyList<string>? PolicyTypes { get; init; }
    public IReadOnlyList<V1NetworkPolicyIngressRule>? Ingress { get; init; }
    public IReadOnlyList<V1NetworkPolicyEgressRule>? Egress { get; init; }
}

public sealed record V1NetworkPolicyIngressRule
{
    /// <summary>The rule's <c>from</c>; named as KubernetesClient names it.</summary>
    [JsonPropertyName("from")]
    public IReadOnlyList<V1NetworkPolicyPeer>? FromProperty { get; init; }
    public IReadOnlyList<V1NetworkPolicyPort>? Ports { get; init; }
}

public sealed record V1NetworkPolicyEgressRule
{
    public IReadOnlyList<V1NetworkPolicyPeer>? To { get; init; }
    public IReadOnlyList<V1NetworkPolicyPort>? Ports { get; init; }
}

public sealed record V1NetworkPolicyPeer
{
    public V1LabelSelector? PodSelector { get; init; }
    public V1LabelSelector? NamespaceSelector { get; init; }
    public V1IPBlock? IpBlock { get; init; }
}

public sealed record V1IPBlock
{
    public string? Cidr { get; init; }
    public IReadOnlyList<string>? Except { get; init; }
}

public sealed record V1NetworkPolicyPort
{
    public string? Protocol { get; init; }
    public IntOrString? Port { get; init; }
    public int? EndPort { get; init; }
}
