using System.Text.Json;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>What a job names. Read without judging: a spec that is not valid names it just the same.</summary>
internal static class RolloutReferences
{
    public static string? ServiceName(JsonElement spec) => spec.At("policy", "serviceRef", "name").Text() is { Length: > 0 } name ? name : null;

    public static string? PoolName(JsonElement spec) => spec.At("verify", "poolRef", "name").Text() is { Length: > 0 } name ? name : null;

    /// <summary>Neither suspended, nor waiting, nor over.</summary>
    public static bool Draws(V1Alpha1RolloutJob job) => job.Status.At("phase").Text() == "Progressing" && !job.Spec.At("suspend").IsTrue();

    public static bool DrawsFrom(V1Alpha1RolloutJob job, V1Alpha1ReasoningService service) =>
        Draws(job) && job.Metadata.Namespace == service.Metadata.Namespace && ServiceName(job.Spec) == service.Metadata.Name;

    public static ReferencedService Read(V1Alpha1ReasoningService service)
    {
        var metadata = new ObjectMetadata { Name = service.Metadata.Name!, Namespace = service.Metadata.Namespace };
        return new(service.Metadata.Name!, ManifestReader.ReadService(metadata, service.Spec).Services is [var valid] ? valid : null);
    }

    /// <summary>Keys that workers show engines and reward models; tenants' are none of theirs.</summary>
    public static IEnumerable<SecretReference> Keys(JsonElement service) => SecretNames.Of(WithoutTenants(service));

    private static JsonElement WithoutTenants(JsonElement service) => JsonSerializer.SerializeToElement(
        service.ValueKind == JsonValueKind.Object
            ? service.EnumerateObject().Where(field => !field.NameEquals("tenants")).ToDictionary(field => field.Name, field => field.Value)
            : []);
}
