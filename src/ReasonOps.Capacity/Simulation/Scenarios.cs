using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Simulation.Loads;

namespace ReasonOps.Capacity.Simulation;

/// <summary>The loads that policies are compared on, each with the replicas that serve it.</summary>
public static class Scenarios
{
    private static readonly ModelDimensions Distill = ModelPresets.Find("DeepSeek-R1-Distill-Qwen-32B")! with { WeightBits = 8 };

    private static readonly ModelDimensions Llama = ModelPresets.Find("Llama-3.1-8B")!;

    private static readonly Accelerator H100 = AcceleratorPresets.Find("H100-80GB")!;

    /// <summary>NVIDIA L4 data sheet.</summary>
    private static readonly Accelerator L4 = new("L4", 24e9, 300e9, 121e12);

    /// <summary>Names of those that are generated.</summary>
    public static IReadOnlyList<string> Names { get; } = ["diurnal", "bursts", "long-tail"];

    /// <summary>Azure's conversation trace as it is: prompts matter as much as chains. Llama 3.1 8B in 16 bits on one L4.</summary>
    /// <param name="lines">Opens the trace anew.</param>
    public static Scenario AzureConversation(Func<TextReader> lines) => new()
    {
        Replica = new(Llama, L4, 1), Slo = new(5, 8, 240), StartUp = 90, MaxReplicas = 24, FirstReplicas = 4, Load = _ => AzureTrace.Read(lines()),
    };

    /// <summary>The same arrivals and prompts with reasoning chains: a 32B model in 8 bits on one H100.</summary>
    public static Scenario AzureReasoning(Func<TextReader> lines) => new()
    {
        Replica = new(Distill, H100, 1), Slo = new(5, 20, 900), MaxReplicas = 24, FirstReplicas = 5, Load = seed => AzureTrace.Reasoning(AzureTrace.Read(lines()), seed),
    };

    /// <exception cref="ArgumentException">There is no such load.</exception>
    public static Scenario Of(string name) => name switch
    {
        "diurnal" => new() { Replica = new(Distill, H100, 1), Slo = new(5, 20, 600), MaxReplicas = 24, FirstReplicas = 2, Load = seed => Generated.Diurnal(seed, peak: 7, tokensMedian: 2000, most: 16384, seconds: 21600) },
        "bursts" => new() { Replica = new(Distill, H100, 1), Slo = new(5, 20, 300), MaxReplicas = 24, FirstReplicas = 4, Load = seed => Generated.Bursts(seed, 5, 8) },
        "long-tail" => new() { Replica = new(Distill, H100, 1), Slo = new(5, 20, 900), MaxReplicas = 24, FirstReplicas = 6, Load = seed => Generated.LongTail(seed, 3) },
        _ => throw new ArgumentException($"{name} is no load; there are {string.Join(", ", Names)}", nameof(name)),
    };
}
