using System.Text.Json.Serialization;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.VerifierPools;

namespace ReasonOps.Operator.Passes;

/// <summary>Our kinds and their status as the API server's JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Alpha1ReasoningService))]
[JsonSerializable(typeof(ReasoningServiceStatus))]
[JsonSerializable(typeof(V1Alpha1VerifierPool))]
[JsonSerializable(typeof(VerifierPoolStatus))]
[JsonSerializable(typeof(V1Alpha1RolloutJob))]
[JsonSerializable(typeof(RolloutJobStatus))]
internal sealed partial class OperatorJson : JsonSerializerContext;
