using System.Text.Json;

namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(Group = "networking.k8s.io", ApiVersion = "v1", Kind = "Ingress", PluralName = "ingresses")]
public sealed record V1Ingress : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "networking.k8s.io/v1"; init; }
    public string? Kind { get => field ?? "Ingress"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1IngressSpec? Spec { get; init; }
    public V1IngressStatus? Status { get; init; }
}

public sealed record V1IngressSpec
{
    public string? IngressClassName { get; init; }
    public V1IngressBackend? DefaultBackend { get; init; }
    public IReadOnlyList<V1IngressTLS>? Tls { get; init; }
    public IReadOnlyList<V1IngressRule>? Rules { get; init; }
}

public sealed record V1IngressRule
{
    public string? Host { get; init; }
    public V1HTTPIngressRuleValue? Http { get; init; }
}

public sealed record V1HTTPIngressRuleValue
{
    public IReadOnlyList<V1HTTPIngressPath>? Paths { get; init; }
}

public sealed record V1HTTPIngressPath
{
    public string? Path { get; init; }

    /// <summary><c>Exact</c>, <c>Prefix</c> or <c>ImplementationSpecific</c>.</summary>
    public string? PathType { get; init; }
    public V1IngressBackend? Backend { get; init; }
}

public sealed record V1IngressBackend
{
    public V1IngressServiceBackend? Service { get; init; }
    public JsonElement? Resource { get; init; }
}

public sealed record V1IngressServiceBackend
{
    public string? Name { get; init; }
    public V1ServiceBackendPort? Port { get; init; }
}

public sealed record V1ServiceBackendPort
{
    public int? Number { get; init; }
    public string? Name { get; init; }
}

public sealed record V1IngressTLS
{
    public IReadOnlyList<string>? Hosts { get; init; }
    public string? SecretName { get; init; }
}

public sealed record V1IngressStatus
{
    public JsonElement? LoadBalancer { get; init; }
}
