using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

public sealed record V1Volume
{
    public string? Name { get; init; }
    public V1EmptyDirVolumeSource? EmptyDir { get; init; }
    public V1ConfigMapVolumeSource? ConfigMap { get; init; }
    public V1SecretVolumeSource? Secret { get; init; }
    public V1PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }
    public V1ProjectedVolumeSource? Projected { get; init; }
    public V1DownwardAPIVolumeSource? DownwardAPI { get; init; }
    public V1HostPathVolumeSource? HostPath { get; init; }
    public V1ImageVolumeSource? Image { get; init; }
    public JsonElement? Csi { get; init; }
    public JsonElement? Nfs { get; init; }
    public JsonElement? Ephemeral { get; init; }
}

public sealed record V1EmptyDirVolumeSource
{
    /// <summary><c>Memory</c> for a tmpfs.</summary>
    public string? Medium { get; init; }

    /// <summary>A quantity.</summary>
    public string? SizeLimit { get; init; }
}

public sealed record V1ConfigMapVolumeSource
{
    public string? Name { get; init; }
    public IReadOnlyList<V1KeyToPath>? Items { get; init; }

    /// <summary>The file mode as a decimal number.</summary>
    public int? DefaultMode { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1SecretVolumeSource
{
    public string? SecretName { get; init; }
    public IReadOnlyList<V1KeyToPath>? Items { get; init; }

    /// <summary>The file mode as a decimal number.</summary>
    public int? DefaultMode { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1KeyToPath
{
    public string? Key { get; init; }
    public string? Path { get; init; }
    public int? Mode { get; init; }
}

public sealed record V1PersistentVolumeClaimVolumeSource
{
    public string? ClaimName { get; init; }

    /// <summary>The source's <c>readOnly</c>; named as KubernetesClient names it.</summary>
    [JsonPropertyName("readOnly")]
    public bool? ReadOnlyProperty { get; init; }
}

public sealed record V1HostPathVolumeSource
{
    public string? Path { get; init; }
    public string? Type { get; init; }
}

public sealed record V1ImageVolumeSource
{
    /// <summary>An OCI artifact; of servers from 1.31.</summary>
    public string? Reference { get; init; }
    public string? PullPolicy { get; init; }
}

public sealed record V1ProjectedVolumeSource
{
    public IReadOnlyList<V1VolumeProjection>? Sources { get; init; }
    public int? DefaultMode { get; init; }
}

public sealed record V1VolumeProjection
{
    public V1SecretProjection? Secret { get; init; }
    public V1ConfigMapProjection? ConfigMap { get; init; }
    public V1ServiceAccountTokenProjection? ServiceAccountToken { get; init; }
    public V1DownwardAPIVolumeSource? DownwardAPI { get; init; }
}

public sealed record V1SecretProjection
{
    public string? Name { get; init; }
    public IReadOnlyList<V1KeyToPath>? Items { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1ConfigMapProjection
{
    public string? Name { get; init; }
    public IReadOnlyList<V1KeyToPath>? Items { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1ServiceAccountTokenProjection
{
    public string? Audience { get; init; }
    public long? ExpirationSeconds { get; init; }
    public string? Path { get; init; }
}

public sealed record V1DownwardAPIVolumeSource
{
    public IReadOnlyList<V1DownwardAPIVolumeFile>? Items { get; init; }
    public int? DefaultMode { get; init; }
}

public sealed record V1DownwardAPIVolumeFile
{
    public string? Path { get; init; }
    public V1ObjectFieldSelector? FieldRef { get; init; }
    public V1ResourceFieldSelector? ResourceFieldRef { get; init; }
    public int? Mode { get; init; }
}
