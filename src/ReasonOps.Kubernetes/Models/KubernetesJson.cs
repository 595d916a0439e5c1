using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Kubernetes.Models;

/// <summary>The classes of this room as JSON: camel case, nothing written for null, times as the server keeps them.</summary>
/// <remarks>
/// Generated readers give an init-only property that the JSON lacks its type's default, whatever its initializer says; a class
/// that wants another writes <c>get =&gt; field ?? "v1"</c>.
/// </remarks>
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
        options.Converters.Add(new TimeConverter());
        options.MakeReadOnly();
        return options;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiObject))]
[JsonSerializable(typeof(V1ObjectMeta))]
[JsonSerializable(typeof(V1ListMeta))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(Corev1Event))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1Pod))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1Ingress))]
[JsonSerializable(typeof(V1NetworkPolicy))]
[JsonSerializable(typeof(V1PodDisruptionBudget))]
[JsonSerializable(typeof(V1Beta1PodDisruptionBudget))]
[JsonSerializable(typeof(V1CustomResourceDefinition))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
