using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Kubernetes.Models;

/// <summary>The classes of this room as JSON: camel case, nothing written for null.</summary>
public static class KubernetesJson
{
    /// <summary>Options that also know the classes of <paramref name="others"/>.</summary>
    public static JsonSerializerOptions With(params ReadOnlySpan<IJsonTypeInfoResolver> others)
    {
        var options = new JsonSerializerOptions(KubernetesJsonContext.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine([KubernetesJsonContext.Default, .. others]),
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly();
        return options;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1ObjectMeta))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1ListMeta))]
[JsonSerializable(typeof(ApiObject))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
