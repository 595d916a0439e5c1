namespace ReasonOps.Kubernetes.Models;

/// <summary>What it holds is never printed.</summary>
[KubernetesEntity(ApiVersion = "v1", Kind = "Secret", PluralName = "secrets")]
public sealed record V1Secret : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Secret"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Base64 on the wire.</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    /// <summary>Only ever sent: the server keeps it as <see cref="Data"/>.</summary>
    public IReadOnlyDictionary<string, string>? StringData { get; init; }

    /// <summary>As <c>Opaque</c>.</summary>
    public string? Type { get; init; }
    public bool? Immutable { get; init; }

    public override string ToString() => $"Secret {Metadata.Namespace}/{Metadata.Name} ({Data?.Count ?? 0} entries)";
}
