using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Memory;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Capacity.Speed;

/// <summary>
/// How fast a model can go on some devices at best (Williams, Waterman and Patterson 2009): a step reads the weights and all KV tokens in use once, and takes
/// two operations a parameter and token; the slower of the two binds. <see cref="Efficiency"/> is what real kernels reach of it.
/// </summary>
public sealed record Roofline(ModelDimensions Model, Accelerator Device, int Devices, double Efficiency = 0.7)
{
    /// <summary>How often each KV token is held, and read (<see cref="ModelDimensions.CopiesOver"/>).</summary>
    public double Copies { get; init; } = 1;

    /// <summary>KV tokens that fit behind the weights, with a share of memory left to the runtime.</summary>
    public long CapacityTokens(double usable = 0.9) => new ReplicaMemory(Model, Device, Devices) { Usable = usable, Copies = Copies }.Tokens;

    /// <summary>Seconds of one step.</summary>
    /// <inheritdoc cref="Step"/>
    public double StepSeconds(int chains, double keyValueTokens, int promptTokens = 0) => Step(chains, keyValueTokens, promptTokens).Seconds;

    /// <summary>One step of all chains.</summary>
    /// <param name="chains">That each get their next token.</param>
    /// <param name="keyValueTokens">In use by them; of windowed layers, as if they were all as long.</param>
    /// <param name="promptTokens">Read in the same step.</param>
    public StepTime Step(int chains, double keyValueTokens, int promptTokens = 0)
    {
        var length = chains == 0 ? 0 : keyValueTokens / chains;
        var bytes = Model.WeightBytesRead(chains + promptTokens) + chains * Model.KeyValueBytes(length) * Copies;
        var operations = (chains + promptTokens) * ParameterOperations + chains * Model.AttentionOperations(length);
        return new(bytes / (Device.Bandwidth * Devices * Efficiency), operations / Operations);
    }

    /// <summary>The largest batch that keeps a pace, by memory traffic alone; 0 where one chain is too slow already.</summary>
    /// <param name="pace">Tokens a second of each chain.</param>
    /// <param name="length">KV tokens of each chain.</param>
    public long BatchByBandwidth(double pace, double length) =>
        Largest(batch => Model.WeightBytesRead(batch) + batch * Model.KeyValueBytes(length) * Copies <= Device.Bandwidth * Devices * Efficiency / pace);

    /// <summary>The largest batch that keeps a pace, by operations alone.</summary>
    /// <inheritdoc cref="BatchByBandwidth"/>
    public long BatchByCompute(double pace, double length) =>
        (long)Math.Min(int.MaxValue, Operations / pace / (ParameterOperations + Model.AttentionOperations(length)));

    /// <summary>Seconds that a prompt takes, at its fastest: operations bind, and its own attention is left out, which is little below some thousand tokens.</summary>
    public double PromptSeconds(double tokens) => tokens * ParameterOperations / Operations;

    /// <summary>Multiply and add for each parameter that a token goes through.</summary>
    private double ParameterOperations => 2 * (Model.ActiveParameters ?? Model.Parameters);

    /// <summary>A second, on all devices.</summary>
    private double Operations => Device.FlopsAt(Model.ComputeBits) * Devices * Efficiency;

    // More tokens never read fewer bytes, so that bisection finds the last batch that keeps the pace.
    private static long Largest(Func<long, bool> keeps)
    {
        var (low, high) = (0L, (long)int.MaxValue);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (keeps(middle)) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}

/// <summary>One step on the roofline.</summary>
/// <param name="MemorySeconds">To read weights and KV cache.</param>
/// <param name="ComputeSeconds">To do its operations.</param>
public readonly record struct StepTime(double MemorySeconds, double ComputeSeconds)
{
    public double Seconds => Math.Max(MemorySeconds, ComputeSeconds);
}
