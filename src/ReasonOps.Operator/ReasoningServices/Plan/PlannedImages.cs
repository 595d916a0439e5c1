using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Observe;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>
/// What pods run. An image that the spec names is that; one that it leaves to us is decided when the workload is first made and then
/// kept, as the workload's own annotation says: an upgrade of the operator restarts nothing.
/// </summary>
public sealed record PlannedImages(PlannedImage Engine, PlannedImage Gateway, PlannedImage Download)
{
    internal static PlannedImages Of(ServiceNames names, ReasoningServiceSpec spec, DeviceRequest? devices, Observed observed, string own)
    {
        var engine = spec.Engine!;
        var engines = observed.Find("Deployment", names.Engine) ?? observed.Find("LeaderWorkerSet", names.Engine);
        var gateways = observed.Find("Deployment", names.Gateway);
        return new(
            PlannedImage.Of(Role(engine, devices), engine.Image, engines, UsualImages.Of(engine.Runtime!.Value, devices, own)),
            PlannedImage.Of("gateway", spec.Gateway?.Image, gateways, own),
            PlannedImage.Of("download", null, engines, UsualImages.BucketDownload));
    }

    // Another runtime, or another vendor's devices, is another image.
    private static string Role(EngineSpec engine, DeviceRequest? devices)
    {
        var runtime = engine.Runtime!.Value.ToString().ToLowerInvariant();
        return devices is null || engine.Runtime == RuntimeKind.Onnx ? runtime : $"{runtime}-{devices.Resource.Split('.', '/')[0]}";
    }
}

/// <param name="Kept">The annotation that keeps it; null for one that the spec names.</param>
public sealed record PlannedImage(string Name, string? Kept)
{
    internal static PlannedImage Of(string role, string? named, ApiObject? live, string usual)
    {
        var annotation = $"image.reasonops.io/{role}";
        return named is not null ? new(named, null) : new(live?.Metadata.Annotations?.GetValueOrDefault(annotation) ?? usual, annotation);
    }
}
