using System.Text.Json.Serialization;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Completions;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Models;
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.OpenAi;

/// <summary>Source-generated JSON of every type on the wire: snake case, absent instead of null.</summary>
/// <remarks>
/// The generator gives init-only properties <c>default</c> where the JSON has nothing, initializers notwithstanding: so the
/// types put their own defaults back in <c>init</c>. It cannot bind extension data that is init-only at all.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatResponse))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(CompletionResponse))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoreResponse))]
[JsonSerializable(typeof(ErrorBody))]
public sealed partial class OpenAiJson : JsonSerializerContext;
