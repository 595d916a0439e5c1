using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>What the pods of a service run.</summary>
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
