namespace ReasonOps.Kubernetes.Models;

/// <summary>Anything the API server keeps.</summary>
public interface IKubernetesObject
{
    string? ApiVersion { get; }
    string? Kind { get; }
    V1ObjectMeta Metadata { get; }
}

/// <summary>Names one object of a kind; the key of work queues and caches.</summary>
/// <param name="Namespace">Null for what no namespace holds.</param>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    public static ObjectKey Of(IKubernetesObject entity) => new(entity.Metadata.Namespace, entity.Metadata.Name!);

    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
