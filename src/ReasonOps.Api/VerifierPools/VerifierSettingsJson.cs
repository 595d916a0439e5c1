using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.VerifierPools;

/// <summary>A verifier's settings as the document that it reads when it starts: camel case, words for enums.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(VerifierSettings))]
public sealed partial class VerifierSettingsJson : JsonSerializerContext
{
    public static byte[] Write(VerifierSettings settings) => JsonSerializer.SerializeToUtf8Bytes(settings, Default.VerifierSettings);
}
