using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>The resource and its status as the API server's JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Alpha1ReasoningService))]
[JsonSerializable(typeof(ReasoningServiceStatus))]
internal sealed partial class OperatorJson : JsonSerializerContext
{
    /// <summary>Null for none, and for one that we did not write.</summary>
    public static ReasoningServiceStatus? Status(JsonElement status)
    {
        try
        {
            return status.ValueKind == JsonValueKind.Object ? status.Deserialize(Default.ReasoningServiceStatus) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
