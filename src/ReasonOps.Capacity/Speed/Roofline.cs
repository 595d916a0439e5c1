using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Capacity.Speed;

/// <summary>
/// How fast a model can go on some devices at best (Williams, Waterman and Patterson 2009): a step reads all weights and all KV tokens in use once, and takes
/// two operations a parameter and token; the slower of the two binds. <see cref="Efficiency"/> is what real kernels reach of it.
/// </summary>
public sealed record Roofline(ModelDimensions Model, Accelerator Device, int Devices, double Efficiency = 0.7)
{
    /// <summary>KV tokens that fit behind the weights, with a share of memory left to the runtime.</summary>
    public long CapacityTokens(double usable = 0.9) =>
        (long)Math.Max(0, (Device.Memory * Devices * usable - Model.WeightBytes) / Model.KeyValueBytesPerToken);

    /// <summary>Seconds of one step.</summary>
    /// <param name="chains">That each get their next token.</param>
    /// <param name="keyValueTokens">In use by them.</param>
    /// <param name="promptTokens">Read in the same step.</param>
    public double StepSeconds(int chains, double keyValueTokens, int promptTokens = 0)
    {
        var bytes = Model.WeightBytes + keyValueTokens * Model.KeyValueBytesPerToken;
        var operations = (chains + promptTokens) * 2.0 * (Model.ActiveParameters ?? Model.Parameters)
            + keyValueTokens * 4.0 * Model.AttentionHeads * Model.Layers * Model.HeadSize;
        return Math.Max(bytes / (Device.Bandwidth * Devices), operations / (Device.Flops * Devices)) / Efficiency;
    }
}
