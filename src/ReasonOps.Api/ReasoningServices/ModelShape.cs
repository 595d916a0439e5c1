using ReasonOps.Api.Declarations;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>A model that is known by name, or a decoder's dimensions as its <c>config.json</c> gives them.</summary>
[Rule("has(self.preset) || (has(self.layers) && has(self.attentionHeads) && has(self.headSize) && has(self.parameters))",
    "give a preset, or layers, attentionHeads, headSize and parameters")]
[Rule("!has(self.preset) || !(has(self.layers) || has(self.attentionHeads) || has(self.keyValueHeads) || has(self.headSize) || has(self.parameters)"
    + " || has(self.activeParameters) || has(self.attention) || has(self.experts))",
    "beside a preset only weightBits and keyValueBits can be set; take the rest away")]
[Rule("!has(self.attentionHeads) || !has(self.keyValueHeads) || self.keyValueHeads < 1 || self.attentionHeads % self.keyValueHeads == 0",
    "attentionHeads must be a multiple of keyValueHeads")]
[Rule("!has(self.attention) || !has(self.attention.windowedLayers) || !has(self.layers) || self.attention.windowedLayers <= self.layers",
    "attention.windowedLayers is above layers; lower it")]
[Rule("has(self.experts) == has(self.activeParameters)", "experts and activeParameters belong together; give both or neither")]
public sealed record ModelShape
{
    /// <summary>A model that is known by name, with its dimensions.</summary>
    [ModelPreset]
    public string? Preset { get; init; }

    /// <summary>Decoder layers; needed without a preset.</summary>
    [Bounds(1)]
    public int? Layers { get; init; }

    /// <summary>Attention heads of a layer; needed without a preset.</summary>
    [Bounds(1)]
    public int? AttentionHeads { get; init; }

    /// <summary>Key-value heads of a layer: fewer than the attention heads with grouped-query attention; as many unless said.</summary>
    [Bounds(1)]
    public int? KeyValueHeads { get; init; }

    /// <summary>Dimensions of one head; needed without a preset.</summary>
    [Bounds(1)]
    public int? HeadSize { get; init; }

    /// <summary>Parameters of the whole model, as <c>"32.8e9"</c>; needed without a preset.</summary>
    [Positive]
    public Quantity? Parameters { get; init; }

    /// <summary>Parameters that one token goes through, in a mixture of experts, as <c>"3.3e9"</c>.</summary>
    [Positive]
    public Quantity? ActiveParameters { get; init; }

    /// <summary>Bits a parameter takes in memory; the preset's or 16 unless said.</summary>
    [Bounds(1, 64)]
    public int? WeightBits { get; init; }

    /// <summary>Bits a number of the KV cache takes; 16 unless said.</summary>
    [Bounds(1, 64)]
    public int? KeyValueBits { get; init; }

    /// <summary>Attention that keeps less than every layer's keys and values.</summary>
    public AttentionShape? Attention { get; init; }

    /// <summary>A mixture of experts; none unless said.</summary>
    public ExpertsShape? Experts { get; init; }
}

/// <summary>Attention that keeps less than every layer's keys and values: a latent, a window, or both.</summary>
[Rule("has(self.latentSize) || has(self.window)", "give latentSize or window")]
[Rule("!has(self.ropeSize) || has(self.latentSize)", "ropeSize goes with latentSize; give both")]
[Rule("!has(self.windowedLayers) || has(self.window)", "windowedLayers goes with window; give both")]
public sealed record AttentionShape
{
    /// <summary>With multi-head latent attention, the numbers that a token leaves in a layer for all heads together (<c>kv_lora_rank</c>).</summary>
    [Bounds(1)]
    public int? LatentSize { get; init; }

    /// <summary>With a latent, the numbers of the rotated key beside it (<c>qk_rope_head_dim</c>); 0 unless said.</summary>
    [Bounds(0)]
    public int? RopeSize { get; init; }

    /// <summary>Tokens that windowed layers look back (<c>sliding_window</c>).</summary>
    [Bounds(1)]
    public int? Window { get; init; }

    /// <summary>Layers with a window; all of them unless said.</summary>
    [Bounds(1)]
    public int? WindowedLayers { get; init; }
}

/// <summary>A mixture of experts.</summary>
[Rule("self.perToken <= self.count", "perToken is above count; lower it")]
public sealed record ExpertsShape
{
    /// <summary>Experts of a layer that a token may be sent to.</summary>
    [Bounds(2)]
    public required int Count { get; init; }

    /// <summary>Experts of a layer that each token is sent to.</summary>
    [Bounds(1)]
    public required int PerToken { get; init; }

    /// <summary>Bits a parameter of the experts takes in memory; <c>shape.weightBits</c> unless said.</summary>
    [Bounds(1, 64)]
    public int? WeightBits { get; init; }
}
