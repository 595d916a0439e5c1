using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

/// <summary>
/// An object as the API server holds it, every field kept (but <c>managedFields</c>): what children are cached as, since a user may
/// have added fields that no class of ours knows. Read a part as a class with <see cref="KubernetesJson"/>.
/// </summary>
[JsonConverter(typeof(ApiObjectConverter))]
public sealed record ApiObject(V1ObjectMeta Metadata, JsonElement Root) : IKubernetesObject
{
    public string? ApiVersion => Text("apiVersion");

    public string? Kind => Text("kind");

    /// <summary>Undefined where the object lacks it.</summary>
    public JsonElement this[string field] => Root.TryGetProperty(field, out var value) ? value : default;

    /// <summary>Never what is in it: it may be a Secret.</summary>
    public override string ToString() => $"{Kind} {(Metadata.Namespace is { } space ? space + "/" : "")}{Metadata.Name}";

    private string? Text(string field) => Root.TryGetProperty(field, out var value) ? value.GetString() : null;
}
