using System.Globalization;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>Accelerators that the engine pods of a service hold: those of every pod that a node has taken and that has not ended.</summary>
internal static class HeldAccelerators
{
    /// <param name="spec">Of the service, judged or not.</param>
    /// <param name="pods">Of the service, as <see cref="Caches.PodStatus"/> keeps them.</param>
    public static int Of(JsonElement spec, IEnumerable<ApiObject> pods)
    {
        var accelerator = spec.At("engine", "accelerator");
        var resource = DeviceRequest.ResourceOf(accelerator.At("resourceName").Text(), accelerator.At("preset").Text());
        return pods.Where(IsHeld).Sum(pod => pod.Root.At("devices").Entries()
            .Where(device => device.At("name").Text() == resource)
            .Sum(device => int.TryParse(device.At("count").Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0));
    }

    private static bool IsHeld(ApiObject pod) =>
        pod.Metadata.Labels?.GetValueOrDefault(ChildObject.ComponentLabel) == ChildObject.Engine
        && pod.Root.At("status").Condition("PodScheduled").At("status").Text() == "True"
        && pod.Root.At("status", "phase").Text() is not ("Succeeded" or "Failed");
}
