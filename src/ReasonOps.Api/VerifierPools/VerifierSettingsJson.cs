using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.VerifierPools;

/// <summary>A verifier's settings as a document: camel case, words for enums, a field that is missing is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(VerifierSettings))]
public sealed partial class VerifierSettingsJson : JsonSerializerContext
{
    public static byte[] Write(VerifierSettings settings) => JsonSerializer.SerializeToUtf8Bytes(settings, Default.VerifierSettings);

    /// <exception cref="FormatException">Not JSON, or a field missing, unknown in value or of the wrong type; the message says where.</exception>
    public static VerifierSettings Read(ReadOnlySpan<byte> document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, Default.VerifierSettings) ?? throw new FormatException("not a verifier's settings: the document is null");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"not a verifier's settings: line {(fault.LineNumber ?? 0) + 1}: {fault.Message}", fault);
        }
    }
}
