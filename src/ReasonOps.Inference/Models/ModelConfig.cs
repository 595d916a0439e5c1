using System.Text.Json.Serialization;

namespace ReasonOps.Inference.Models;

/// <summary><c>config.json</c> of a model folder: the shape of a Llama-style decoder and how a chat is put to it.</summary>
public sealed record ModelConfig
{
    public required string Architecture { get; init; }
    public long Parameters { get; init; }
    public required int Vocabulary { get; init; }
    public required int Layers { get; init; }
    public required int AttentionHeads { get; init; }
    public required int KeyValueHeads { get; init; }
    public required int HeadSize { get; init; }

    /// <summary>Longest sequence, prompt and chain together, in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>Tokens in a block of the KV cache; fixed in the graph.</summary>
    public required int BlockSize { get; init; }
    public required ChatConfig Chat { get; init; }

    /// <summary>Keys and values of one token in all layers, in float32.</summary>
    [JsonIgnore]
    public long KeyValueBytesPerToken => 2L * Layers * KeyValueHeads * HeadSize * sizeof(float);
}

/// <param name="Prompt">The template; <c>{user}</c> stands for the last user message.</param>
/// <param name="EndOfThinking">The token that ends the chain of thought and begins the answer.</param>
/// <param name="EndOfAnswer">The token that ends the answer.</param>
public sealed record ChatConfig(string Prompt, string EndOfThinking, string EndOfAnswer);

/// <summary><c>tokenizer.json</c>: one token a character, its id the place in the alphabet.</summary>
/// <param name="Never">Tokens that are never sampled (padding).</param>
public sealed record TokenizerConfig(string Kind, string Alphabet, IReadOnlyList<string> Never);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(TokenizerConfig))]
internal sealed partial class ModelJson : JsonSerializerContext;
