using System.Reflection;

namespace ReasonOps.Kubernetes.Models;

/// <summary>A kind of object: its names and its place on the API server.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Plural">As in the path: <c>deployments</c>.</param>
public sealed record EntityType(string Group, string Version, string Kind, string Plural, bool Namespaced = true)
{
    /// <summary>As <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <exception cref="ArgumentException">The class has no <see cref="KubernetesEntityAttribute"/>.</exception>
    public static EntityType Of<T>() => Known<T>.Type;

    /// <summary>The collection; of every namespace where none is given.</summary>
    public string Path(string? @namespace = null)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        return Namespaced && @namespace is not null ? $"{root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}" : $"{root}/{Plural}";
    }

    public string Path(string? @namespace, string name) => $"{Path(@namespace)}/{Uri.EscapeDataString(name)}";

    public override string ToString() => $"{ApiVersion} {Kind}";

    private static class Known<T>
    {
        public static readonly EntityType Type = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>() is { } entity
            ? new(entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName, !entity.ClusterScoped)
            : throw new ArgumentException($"{typeof(T).Name} has no [KubernetesEntity]");
    }
}
