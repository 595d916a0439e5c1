using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.Snapshots;

/// <summary>The snapshot as a document: camel case, absent instead of null, a required field that is missing is an error.</summary>
/// <remarks>The generator sets init-only properties that the document lacks to <c>default</c>, so the records put their defaults back.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(GatewaySnapshot))]
public sealed partial class SnapshotJson : JsonSerializerContext
{
    public static byte[] Write(GatewaySnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, Default.GatewaySnapshot);

    /// <exception cref="JsonException">It is not JSON, or not a whole snapshot.</exception>
    public static GatewaySnapshot Parse(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, Default.GatewaySnapshot) ?? throw new JsonException("the document is null");
}
