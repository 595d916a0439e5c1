using System.Text.Json.Serialization;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.OpenAi;

/// <summary>Source-generated JSON of every type on the wire: snake case, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatResponse))]
public sealed partial class OpenAiJson : JsonSerializerContext;
