namespace ReasonOps.Kubernetes.Models;

/// <summary>Where the API server keeps objects of a class; the vocabulary of KubeOps.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>Empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>As <c>v1</c>.</summary>
    public required string ApiVersion { get; init; }
    public required string Kind { get; init; }

    /// <summary>As in the path: <c>deployments</c>.</summary>
    public required string PluralName { get; init; }

    /// <summary>Nodes and the like, which no namespace holds.</summary>
    public bool ClusterScoped { get; init; }
}
