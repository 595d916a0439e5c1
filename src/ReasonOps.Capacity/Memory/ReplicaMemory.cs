using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Capacity.Memory;

/// <summary>
/// What the memory of one replica's devices holds. As it is made, all of it is there for weights and KV cache: what cannot fit then never fits.
/// <see cref="InService"/> is what a runtime leaves of it.
/// </summary>
/// <param name="Model">Its weights are held once, whatever the number of devices.</param>
/// <param name="Device">Each of them.</param>
/// <param name="Devices">1 or more.</param>
public sealed record ReplicaMemory(ModelDimensions Model, Accelerator Device, int Devices)
{
    /// <summary>Share of the memory that the runtime takes for itself, its weights and its cache (vLLM's <c>gpu_memory_utilization</c>).</summary>
    public double Usable { get; init; } = 1;

    /// <summary>Bytes of what a step computes with.</summary>
    public double Activations { get; init; }

    /// <summary>How often each KV token is held (<see cref="ModelDimensions.CopiesOver"/>).</summary>
    public double Copies { get; init; } = 1;

    /// <summary>KV tokens are given out so many at a time; the rest of a chain's last block is lost.</summary>
    public int BlockTokens { get; init; } = 1;

    public double Total => Device.Memory * Devices;

    /// <summary>Bytes for KV tokens; below 0 where the weights alone do not fit.</summary>
    public double Free => Total * Usable - Model.WeightBytes - Activations;

    /// <summary>KV tokens that fit, each held by every layer: of chains within their windows.</summary>
    public long Tokens => (long)Math.Max(0, Math.Min(long.MaxValue / 2, Free / (Model.KeyValueBytesPerToken * Copies)));

    /// <summary>Tokens of the longest chain that fits alone: more than <see cref="Tokens"/> where some layers have a window.</summary>
    public long Longest
    {
        get
        {
            if (Model.Window is not { } window || Free <= Model.KeyValueBytes(window.Tokens) * Copies) return Tokens;
            var each = (Model.Layers - window.Layers) * Model.LayerBytesPerToken * Copies;
            return (long)Math.Min(long.MaxValue / 2, window.Tokens + (Free - Model.KeyValueBytes(window.Tokens) * Copies) / each);
        }
    }

    /// <summary>Chains of so many tokens that fit, of which nothing is shared.</summary>
    /// <param name="length">Tokens, 1 or more.</param>
    public long Chains(double length) => Answers(1, 0, length);

    /// <summary>Answers that fit, whose votes hold the prompt once.</summary>
    /// <param name="votes">Chains of an answer.</param>
    /// <param name="prompt">Tokens that its votes share.</param>
    /// <param name="own">Tokens of each vote behind them.</param>
    public long Answers(int votes, double prompt, double own) => (long)Math.Max(0, Math.Min(int.MaxValue, Free / AnswerBytes(votes, prompt, own)));

    /// <summary>Bytes that one answer takes at its longest.</summary>
    /// <inheritdoc cref="Answers"/>
    public double AnswerBytes(int votes, double prompt, double own)
    {
        // Only whole blocks are shared: what the prompt has in its last one, every vote holds for itself.
        var shared = Math.Floor(prompt / BlockTokens) * BlockTokens;
        return Model.KeyValueBytes(votes, shared, Blocks(prompt - shared + own)) * Copies;
    }

    /// <summary>
    /// As runtimes usually have it: nine tenths of the memory, blocks of 16, layers shared by all devices, and a step of 8,192 tokens. Its activations are an
    /// estimate: three vectors of the model's width a token and two of 3.5 times that, as in a gated MLP, in 16 bits.
    /// </summary>
    public static ReplicaMemory InService(ModelDimensions model, Accelerator device, int devices) => new(model, device, devices)
    {
        Usable = 0.9, BlockTokens = 16, Copies = model.CopiesOver(devices),
        Activations = 8192.0 * model.AttentionHeads * model.HeadSize * (3 + 2 * 3.5) * 2,
    };

    private double Blocks(double tokens) => Math.Ceiling(tokens / BlockTokens) * BlockTokens;
}
