using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>llama.cpp's server. Told to stop, it drops what runs, so its pod waits first.</summary>
internal static class LlamaCppEngine
{
    public static EngineSetup Of(ServicePlan plan, ModelFiles model) => new()
    {
        Args =
        [
            model.IsRepository ? "--hf-repo" : "--model", model.Location,
            "--alias", plan.Spec.Model.Name,
            "--host", "0.0.0.0", "--port", $"{Ports.Engine}",
            "--metrics",
            .. plan.Devices is null ? Array.Empty<string>() : ["--n-gpu-layers", "999"],
        ],
        Env =
        [
            .. model.IsRepository ? new[] { ("LLAMA_CACHE", ModelFiles.CachePath) } : [],
            // Not /root: drivers keep compiled kernels at home.
            ("HOME", Scratch.Path),
        ],
        // ROCm's devices belong to groups of the node, which only its root can be counted on to be in.
        SecurityContext = plan.Devices is { Resource: not DeviceRequest.Nvidia } ? EngineSecurity.Of(plan) : Security.Restricted(Security.AnyUser),
        Requests = plan.Devices is null ? new JsonObject { ["cpu"] = "2", ["memory"] = "4Gi" } : null,
        BusyGauge = "llamacpp:requests_processing",
    };
}
