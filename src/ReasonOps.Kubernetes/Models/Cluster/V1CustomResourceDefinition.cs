namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(
    Group = "apiextensions.k8s.io", ApiVersion = "v1", Kind = "CustomResourceDefinition", PluralName = "customresourcedefinitions", ClusterScoped = true)]
public sealed record V1CustomResourceDefinition : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "apiextensions.k8s.io/v1"; init; }
    public string? Kind { get => field ?? "CustomResourceDefinition"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }
    public V1CustomResourceDefinitionSpec? Spec { get; init; }
    public V1CustomResourceDefinitionStatus? Status { get; init; }
}

public sealed record V1CustomResourceDefinitionSpec
{
    public string? Group { get; init; }

    /// <summary><c>Namespaced</c> or <c>Cluster</c>.</summary>
    public string? Scope { get; init; }
    public V1CustomResourceDefinitionNames? Names { get; init; }
    public IReadOnlyList<V1CustomResourceDefinitionVersion>? Versions { get; init; }
}

public sealed record V1CustomResourceDefinitionNames
{
    public string? Kind { get; init; }
    public string? ListKind { get; init; }
    public string? Plural { get; init; }
    public string? Singular { get; init; }
    public IReadOnlyList<string>? ShortNames { get; init; }
    public IReadOnlyList<string>? Categories { get; init; }
}

public sealed record V1CustomResourceDefinitionVersion
{
    public string? Name { get; init; }
    public bool Served { get; init; }

    /// <summary>The one version that etcd keeps.</summary>
    public bool Storage { get; init; }
    public bool? Deprecated { get; init; }
}

public sealed record V1CustomResourceDefinitionStatus
{
    /// <summary><c>Established</c> once the kind is served.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
    public IReadOnlyList<string>? StoredVersions { get; init; }
}
