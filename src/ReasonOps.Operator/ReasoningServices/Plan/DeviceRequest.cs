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

    /// <param name="accelerator">Defaulted; null for CPUs alone.</param>
    public static DeviceRequest? Of(AcceleratorSpec? accelerator) => accelerator is null ? null : new(
        accelerator.ResourceName ?? OfPreset(accelerator.Preset),
        accelerator.PerReplica!.Value / accelerator.Nodes!.Value,
        accelerator.Nodes.Value);

    private static string OfPreset(string? preset) => preset?.StartsWith("MI", StringComparison.Ordinal) == true ? Amd : Nvidia;
}
