using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Accelerators of one engine pod.</summary>
/// <param name="Resource">As a device plugin names it: <c>nvidia.com/gpu</c>.</param>
/// <param name="Count">Of one pod.</param>
/// <param name="Nodes">Pods of one replica.</param>
public sealed record DeviceRequest(string Resource, int Count, int Nodes)
{
    public const string Nvidia = "nvidia.com/gpu";
    public const string Amd = "amd.com/gpu";

    /// <summary>Of a whole replica.</summary>
    public int PerReplica => Count * Nodes;

    /// <summary>Null where nothing but CPUs is asked for. vLLM and SGLang have no image that runs without a device.</summary>
    public static DeviceRequest? Of(EngineSpec engine)
    {
        if (engine.Accelerator is not { } accelerator)
            return engine.Runtime is RuntimeKind.Vllm or RuntimeKind.Sglang ? new(Nvidia, 1, 1) : null;
        var nodes = Math.Max(1, accelerator.Nodes ?? 1);
        var each = (Math.Max(1, accelerator.PerReplica ?? 1) + nodes - 1) / nodes;
        return new(accelerator.ResourceName ?? OfPreset(accelerator.Preset), each, nodes);
    }

    private static string OfPreset(string? preset) => preset?.StartsWith("MI", StringComparison.Ordinal) == true ? Amd : Nvidia;
}
