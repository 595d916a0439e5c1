using System.Text.Json.Serialization;
using ReasonOps.Inference.Models;

namespace ReasonOps.Inference.Scoring;

/// <summary><c>config.json</c> of a reward model's folder.</summary>
public sealed record RewardModelConfig
{
    /// <summary>The architecture that a scorer runs.</summary>
    public const string Llama = "llama-reward";

    public required string Architecture { get; init; }
    public long Parameters { get; init; }
    public required int Vocabulary { get; init; }

    /// <summary>Longest sequence, question and chain together, in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>What each number of the graph's output is: <c>outcome</c>, <c>process</c>, or both in either order.</summary>
    public required IReadOnlyList<string> Rewards { get; init; }

    /// <summary>The token behind which a step ends.</summary>
    public required string StepEnd { get; init; }
    public required ChatConfig Chat { get; init; }
}

/// <summary>What every model's <c>config.json</c> says.</summary>
internal sealed record ModelKind(string? Architecture = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RewardModelConfig))]
[JsonSerializable(typeof(ModelKind))]
internal sealed partial class RewardModelJson : JsonSerializerContext;
