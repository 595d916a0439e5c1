namespace ReasonOps.Kubernetes.Models;

public sealed record V1SecurityContext
{
    public bool? RunAsNonRoot { get; init; }
    public long? RunAsUser { get; init; }
    public long? RunAsGroup { get; init; }
    public bool? Privileged { get; init; }
    public bool? AllowPrivilegeEscalation { get; init; }
    public bool? ReadOnlyRootFilesystem { get; init; }
    public string? ProcMount { get; init; }
    public V1Capabilities? Capabilities { get; init; }
    public V1SeccompProfile? SeccompProfile { get; init; }
}

public sealed record V1PodSecurityContext
{
    public bool? RunAsNonRoot { get; init; }
    public long? RunAsUser { get; init; }
    public long? RunAsGroup { get; init; }
    public long? FsGroup { get; init; }
    public string? FsGroupChangePolicy { get; init; }
    public IReadOnlyList<long>? SupplementalGroups { get; init; }
    public V1SeccompProfile? SeccompProfile { get; init; }
}

public sealed record V1Capabilities
{
    public IReadOnlyList<string>? Add { get; init; }
    public IReadOnlyList<string>? Drop { get; init; }
}

public sealed record V1SeccompProfile
{
    /// <summary><c>RuntimeDefault</c>, <c>Localhost</c> or <c>Unconfined</c>.</summary>
    public string? Type { get; init; }
    public string? LocalhostProfile { get; init; }
}
