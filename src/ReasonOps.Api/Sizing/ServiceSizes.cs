using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Memory;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Api.Sizing;

/// <summary>What a service says of its model and devices, as capacity is reckoned from it. Null where it is not said, or makes no sense (which validation says).</summary>
public static class ServiceSizes
{
    /// <param name="model">Defaulted.</param>
    public static ModelDimensions? Dimensions(this ModelSpec model) => model.Shape switch
    {
        { Preset: { } preset } shape => ModelPresets.Find(preset) is not { } known ? null : known with
        {
            WeightBits = shape.WeightBits ?? known.WeightBits, KeyValueBits = shape.KeyValueBits ?? known.KeyValueBits,
            Experts = known.Experts is { } mix && shape.WeightBits is not null ? mix with { Bits = null } : known.Experts,
        },
        { Layers: >= 1, AttentionHeads: >= 1, HeadSize: >= 1, KeyValueHeads: >= 1, KeyValueBits: >= 1, WeightBits: >= 1, Parameters.Value: > 0 } shape => Own(model.Name, shape),
        _ => null,
    };

    /// <summary>One device; a preset's figures where none of its own are given. Bandwidth and operations are 0 where they are not known.</summary>
    public static Accelerator? Device(this AcceleratorSpec accelerator)
    {
        var known = accelerator.Preset is { } preset ? AcceleratorPresets.Find(preset)
            : accelerator.Memory is { Value: > 0 } memory ? new Accelerator($"{(double)memory.Value / 1e9:0.0} GB", (double)memory.Value, 0, 0) : null;
        return known is null ? null : known with
        {
            Bandwidth = (double?)accelerator.Bandwidth?.Value ?? known.Bandwidth, Flops = (double?)accelerator.Flops?.Value ?? known.Flops,
            Flops8 = accelerator.Flops is null ? known.Flops8 : null, Flops4 = accelerator.Flops is null ? known.Flops4 : null,
        };
    }

    /// <summary>The memory of one replica, all of it there for weights and KV cache.</summary>
    /// <param name="spec">Defaulted.</param>
    public static ReplicaMemory? Memory(this ReasoningServiceSpec spec) =>
        spec.Engine?.Accelerator is { PerReplica: >= 1 and var devices } accelerator && spec.Model.Dimensions() is { } model && accelerator.Device() is { } device
            ? new ReplicaMemory(model, device, devices)
            : null;

    /// <summary>What a runtime leaves of it, by its usual settings and what its arguments say.</summary>
    /// <param name="spec">Defaulted.</param>
    public static ReplicaMemory? MemoryInService(this ReasoningServiceSpec spec)
    {
        if (spec.Memory() is not { } whole) return null;
        var (usual, arguments) = (ReplicaMemory.InService(whole.Model, whole.Device, whole.Devices), new EngineArguments(spec.Engine!));
        return usual with { Usable = arguments.Usable ?? usual.Usable, Copies = whole.Model.CopiesOver(arguments.TensorParallel) };
    }

    /// <summary>How fast one engine can go; null where the model's shape or a device's figures are not known, as of engines that run elsewhere.</summary>
    /// <param name="spec">Valid and defaulted.</param>
    public static Roofline? SpeedInService(this ReasoningServiceSpec spec) =>
        spec.Engine!.Endpoints is not { Count: > 0 } && spec.MemoryInService() is { Device: { Bandwidth: > 0, Flops: > 0 } } memory
            ? new(memory.Model, memory.Device, memory.Devices) { Copies = memory.Copies }
            : null;

    /// <summary>KV tokens that one engine holds; null where they cannot be known, as of engines that run elsewhere.</summary>
    /// <param name="spec">Valid and defaulted.</param>
    public static long? TokensThatFit(this ReasoningServiceSpec spec) => spec.Engine switch
    {
        { Endpoints.Count: > 0 } => null,
        { Runtime: RuntimeKind.Onnx, KeyValueTokens: { } tokens } => tokens,
        _ => spec.MemoryInService() is { Tokens: > 0 and var tokens } ? tokens : null,
    };

    private static ModelDimensions Own(string name, ModelShape shape) => new()
    {
        Name = name, Layers = shape.Layers!.Value, AttentionHeads = shape.AttentionHeads!.Value, KeyValueHeads = shape.KeyValueHeads!.Value, HeadSize = shape.HeadSize!.Value,
        Parameters = (double)shape.Parameters!.Value.Value, WeightBits = shape.WeightBits!.Value, KeyValueBits = shape.KeyValueBits!.Value,
        ActiveParameters = (double?)shape.ActiveParameters?.Value,
        Latent = shape.Attention is { LatentSize: { } latent } ? new(latent, shape.Attention.RopeSize ?? 0) : null,
        Window = shape.Attention is { Window: { } window } ? new(window, shape.Attention.WindowedLayers ?? shape.Layers.Value) : null,
        Experts = shape.Experts is { Count: var count, PerToken: var each } ? new(count, each, shape.Experts.WeightBits) : null,
    };
}
