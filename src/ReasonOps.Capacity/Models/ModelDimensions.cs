namespace ReasonOps.Capacity.Models;

/// <summary>A decoder's dimensions, as its <c>config.json</c> gives them, and the bytes and operations that follow from them.</summary>
public sealed record ModelDimensions
{
    public required string Name { get; init; }
    public required int Layers { get; init; }
    public required int AttentionHeads { get; init; }

    /// <summary>Fewer than the attention heads with grouped-query attention (Ainslie et al. 2023); of no meaning with <see cref="Latent"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Dimensions of one head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Parameters of the whole model.</summary>
    public required double Parameters { get; init; }

    /// <summary>Parameters that one token goes through; fewer than all in a mixture of experts.</summary>
    public double? ActiveParameters { get; init; }

    /// <summary>Bits a parameter takes in memory; of experts, see <see cref="ExpertMix.Bits"/>.</summary>
    public double WeightBits { get; init; } = 16;

    /// <summary>Bits a number of the KV cache takes.</summary>
    public double KeyValueBits { get; init; } = 16;

    /// <summary>Multi-head latent attention; null for keys and values of heads.</summary>
    public LatentAttention? Latent { get; init; }

    /// <summary>Layers that look back only so far; null for none.</summary>
    public SlidingWindow? Window { get; init; }

    /// <summary>Null for a dense model.</summary>
    public ExpertMix? Experts { get; init; }

    /// <summary>Tokens of the longest sequence that it was made for; null where that is not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Bits of the numbers that are multiplied: those of 8-bit weights; other quantized weights are widened to 16 first.</summary>
    public double ComputeBits => WeightBits == 8 ? 8 : 16;

    public double WeightBytes => (Parameters - ExpertParameters) * WeightBits / 8 + ExpertParameters * ExpertBits / 8;

    /// <summary>
    /// Bytes of weights that one step reads. Of experts only those that a token of the step is sent to: of E experts, k a token, E x (1 - (1 - k/E)^tokens)
    /// are expected with even routing, and uneven routing touches fewer.
    /// </summary>
    /// <param name="tokens">0 or more.</param>
    public double WeightBytesRead(double tokens) => Experts is not { } mix ? WeightBytes :
        (Parameters - ExpertParameters) * WeightBits / 8 + ExpertParameters * ExpertBits / 8 * mix.TouchedShare(tokens);

    /// <summary>One token in one layer: 2 x head size x KV heads x bytes, or the latent once for all heads.</summary>
    public double LayerBytesPerToken => (Latent is { } latent ? 1.0 * latent.Size + latent.RopeSize : 2.0 * HeadSize * KeyValueHeads) * KeyValueBits / 8;

    /// <summary>2 x layers x head size x KV heads x bytes: what a token takes while it is within every layer's window.</summary>
    public double KeyValueBytesPerToken => Layers * LayerBytesPerToken;

    /// <summary>Bytes of one sequence: layers with a window hold no more than it.</summary>
    /// <param name="length">Tokens, 0 or more.</param>
    public double KeyValueBytes(double length) => KeyValueBytes(1, 0, length);

    /// <summary>Bytes of chains that begin alike, and hold what they share once (Kwon et al. 2023, PagedAttention).</summary>
    /// <param name="chains">1 or more.</param>
    /// <param name="shared">Tokens that all begin with.</param>
    /// <param name="own">Tokens of each chain behind them.</param>
    public double KeyValueBytes(double chains, double shared, double own)
    {
        var windowed = Window is not { } window ? 0
            : window.Layers * (Math.Min(shared, Math.Max(0, window.Tokens - own)) + chains * Math.Min(own, window.Tokens));
        return LayerBytesPerToken * ((Layers - (Window?.Layers ?? 0)) * (shared + chains * own) + windowed);
    }

    /// <summary>Operations of the attention of one new token: 4 x heads x layers x head size x length, in windowed layers no further than the window.</summary>
    /// <param name="length">Tokens it looks back on.</param>
    public double AttentionOperations(double length) => OperationsPerLayerAndToken
        * ((Layers - (Window?.Layers ?? 0)) * length + (Window is { } window ? window.Layers * Math.Min(length, window.Tokens) : 0));

    /// <summary>
    /// How often the KV cache is held by devices that share each layer (tensor parallelism, Shoeybi et al. 2019): a device keeps a whole KV head at the least, and the
    /// whole latent.
    /// </summary>
    public double CopiesOver(int devices) => Latent is not null ? devices : Math.Max(1, (double)devices / KeyValueHeads);

    /// <summary>Multiply and add, for scores and for values; a latent is used as it is kept, with the projections absorbed (DeepSeek-AI 2024).</summary>
    private double OperationsPerLayerAndToken => AttentionHeads * (Latent is { } latent ? 2.0 * (2.0 * latent.Size + latent.RopeSize) : 4.0 * HeadSize);

    /// <summary>Unless they are said, by total and active parameters: P = rest + experts, A = rest + experts x k/E.</summary>
    private double ExpertParameters => Experts is not { } mix ? 0 : mix.Parameters
        ?? (ActiveParameters is { } active && mix.PerToken < mix.Count ? Math.Min(Parameters, (Parameters - active) / (1 - (double)mix.PerToken / mix.Count)) : 0);

    private double ExpertBits => Experts?.Bits ?? WeightBits;
}

/// <summary>
/// Multi-head latent attention (DeepSeek-V2, DeepSeek-AI 2024): a token leaves one compressed vector and one rotated key a layer, for all heads together.
/// </summary>
/// <param name="Size"><c>kv_lora_rank</c>.</param>
/// <param name="RopeSize"><c>qk_rope_head_dim</c>.</param>
public sealed record LatentAttention(int Size, int RopeSize);

/// <summary>Sliding-window attention (Beltagy et al. 2020), in all layers or some of them.</summary>
/// <param name="Tokens"><c>sliding_window</c>.</param>
/// <param name="Layers">That have it: half of gpt-oss, five of six in Gemma 3.</param>
public sealed record SlidingWindow(int Tokens, int Layers);

/// <summary>A mixture of experts (Shazeer et al. 2017), the same in each layer that has one.</summary>
/// <param name="Count">Experts that a token may be sent to; those that every token goes through do not count.</param>
/// <param name="PerToken">Experts that a token is sent to.</param>
/// <param name="Bits">That a parameter of theirs takes; null: as many as the others.</param>
/// <param name="Parameters">Of all of them; null: what total and active parameters give.</param>
public sealed record ExpertMix(int Count, int PerToken, double? Bits = null, double? Parameters = null)
{
    /// <summary>Share of the experts that so many tokens reach, with even routing.</summary>
    public double TouchedShare(double tokens) => 1 - Math.Pow(1 - Math.Min(1, (double)PerToken / Count), tokens);
}
