using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.Sandbox.Serving.Checks;
using ReasonOps.Sandbox.Serving.Health;
using ReasonOps.Sandbox.Serving.RunCode;

namespace ReasonOps.Sandbox.Serving;

/// <summary>What the verifier says: snake case, words for verdicts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(VerifyResponse))]
[JsonSerializable(typeof(RunCodeResponse))]
[JsonSerializable(typeof(HealthResponse))]
internal sealed partial class ServingJson : JsonSerializerContext;
