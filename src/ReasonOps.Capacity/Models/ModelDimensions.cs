namespace ReasonOps.Capacity.Models;

/// <summary>A decoder's dimensions, as its <c>config.json</c> gives them.</summary>
public sealed record ModelDimensions
{
    public required string Name { get; init; }
    public required int Layers { get; init; }
    public required int AttentionHeads { get; init; }
    public required int KeyValueHeads { get; init; }

    /// <summary>Dimensions of one head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Parameters of the whole model.</summary>
    public required double Parameters { get; init; }

    /// <summary>Parameters that one token goes through; fewer than all in a mixture of experts.</summary>
    public double? ActiveParameters { get; init; }

    public double WeightBits { get; init; } = 16;
    public double KeyValueBits { get; init; } = 16;

    public double WeightBytes => Parameters * WeightBits / 8;

    /// <summary>2 x layers x head size x KV heads x bytes.</summary>
    public double KeyValueBytesPerToken => 2.0 * Layers * HeadSize * KeyValueHeads * KeyValueBits / 8;
}
