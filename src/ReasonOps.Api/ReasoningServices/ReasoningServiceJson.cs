using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>A service as the JSON that Kubernetes takes and gives: camelCase, nothing written for what is left out.</summary>
public static class ReasoningServiceJson
{
    /// <summary>What a service may hold, field by field; the structural check reads it too, so that both always agree.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    public static string Write(ReasoningService service) =>
        JsonSerializer.Serialize(service, (JsonTypeInfo<ReasoningService>)Options.GetTypeInfo(typeof(ReasoningService)));

    private static JsonSerializerOptions MakeOptions()
    {
        // Relaxed: the text goes to an API server or a file, never into HTML.
        var options = new JsonSerializerOptions(ReasoningServiceContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
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
internal sealed partial class ReasoningServiceContext : JsonSerializerContext;
