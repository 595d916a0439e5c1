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
    public const string Google = "google.com/tpu";
    public const string Aws = "aws.amazon.com/neuron";

    private static readonly (string Prefix, string Resource)[] Others = [("MI", Amd), ("TPU", Google), ("Trainium", Aws)];

    /// <summary>Of a whole replica.</summary>
    public int PerReplica => Count * Nodes;

    /// <param name="accelerator">Defaulted; null for CPUs alone.</param>
    public static DeviceRequest? Of(AcceleratorSpec? accelerator) => accelerator is null ? null : new(
        ResourceOf(accelerator.ResourceName, accelerator.Preset),
        accelerator.PerReplica!.Value / accelerator.Nodes!.Value,
        accelerator.Nodes.Value);

    /// <param name="named">In the spec; null for what the preset has.</param>
    /// <param name="preset">Null for devices that are described by their figures.</param>
    public static string ResourceOf(string? named, string? preset) => named
        ?? Others.FirstOrDefault(other => preset?.StartsWith(other.Prefix, StringComparison.Ordinal) == true).Resource ?? Nvidia;
}
