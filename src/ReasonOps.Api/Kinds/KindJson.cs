using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Kinds;

/// <summary>Our kinds as the JSON that Kubernetes takes and gives: camelCase, nothing written for what is left out.</summary>
public static class KindJson
{
    /// <summary>What a kind may hold, field by field; the structural check reads it too, so that both always agree.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    public static string Write(ReasoningService service) => JsonSerializer.Serialize(service, TypeInfo<ReasoningService>());

    public static string Write(VerifierPool pool) => JsonSerializer.Serialize(pool, TypeInfo<VerifierPool>());

    public static string Write(RolloutJob job) => JsonSerializer.Serialize(job, TypeInfo<RolloutJob>());

    internal static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions MakeOptions()
    {
        // Relaxed: the text goes to an API server or a file, never into HTML.
        var options = new JsonSerializerOptions(KindContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.MakeReadOnly();
        return options;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReasoningService))]
[JsonSerializable(typeof(VerifierPool))]
[JsonSerializable(typeof(RolloutJob))]
internal sealed partial class KindContext : JsonSerializerContext;
