using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Workloads;

/// <summary>
/// What pods run. An image that the spec names is that; one that it leaves to us is decided when the workload is first made and then
/// kept, as the workload's own annotation says: an upgrade of the operator restarts nothing.
/// </summary>
/// <param name="Kept">The annotation that keeps it; null for one that the spec names.</param>
public sealed record PlannedImage(string Name, string? Kept)
{
    internal static PlannedImage Of(string role, string? named, ApiObject? live, string usual)
    {
        var annotation = $"image.reasonops.io/{role}";
        return named is not null ? new(named, null) : new(live?.Metadata.Annotations?.GetValueOrDefault(annotation) ?? usual, annotation);
    }
}
