using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Memory;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Planning;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Tests;

/// <summary>Replicas of known models on known devices, and of layouts that no preset has.</summary>
internal static class AnyReplicas
{
    private static readonly ModelDimensions[] Odd =
    [
        // Five of six layers with a window, as in Gemma 3.
        ModelPresets.Find("Qwen3-32B")! with { Layers = 62, KeyValueHeads = 16, Window = new(1024, 52) },
        ModelPresets.Find("Qwen3-8B")! with { Window = new(4096, 36) },
        ModelPresets.Find("DeepSeek-R1")! with { Window = new(512, 30), KeyValueBits = 8 },
    ];

    public static Gen<ModelDimensions> Models { get; } = Gen.Elements(ModelPresets.All.Concat(Odd));

    public static Gen<Replica> Replicas { get; } =
        from model in Models
        from device in Gen.Elements<Accelerator>(AcceleratorPresets.All)
        from devices in Gen.Elements(1, 2, 4, 8, 16)
        from occupancy in Gen.Elements(0.5, 0.8, 1)
        let memory = ReplicaMemory.InService(model, device, devices)
        select new Replica(memory, new Roofline(model, device, devices) { Copies = memory.Copies }, occupancy);

    public static Gen<AnswerShape> Shapes { get; } =
        from votes in Gen.Choose(1, 64)
        from prompt in Gen.Choose(0, 8192)
        from chain in Gen.Choose(1, 65_536)
        select new AnswerShape(votes, prompt, chain);
}
