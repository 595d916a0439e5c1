using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

/// <summary>An object of the same namespace.</summary>
public sealed record V1LocalObjectReference
{
    public string? Name { get; init; }
}

public sealed record V1ObjectReference
{
    public string? ApiVersion { get; init; }
    public string? Kind { get; init; }
    public string? Name { get; init; }

    /// <summary>The reference's <c>namespace</c>; named as KubernetesClient names it.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; init; }
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }
    public string? FieldPath { get; init; }
}
