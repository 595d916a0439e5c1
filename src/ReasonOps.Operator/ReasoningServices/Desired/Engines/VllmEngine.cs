using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>
/// vLLM. Tensor parallel within a node and pipeline parallel across nodes, as its documents advise. Told to stop it drops what runs
/// (unless it is 0.18 or later and was started with <c>--shutdown-timeout</c>, which an older one would refuse), so its pod waits first.
/// </summary>
internal static class VllmEngine
{
    public static EngineSetup Of(ServicePlan plan, ModelFiles model, GroupPlace place) => new()
    {
        Command = ["vllm", "serve"],
        Args =
        [
            model.Location,
            .. model.Revision is { } revision ? new[] { "--revision", revision } : [],
            "--served-model-name", plan.Spec.Model.Name,
            "--host", "0.0.0.0", "--port", $"{Ports.Engine}",
            .. plan.Devices is { } devices ? ["--tensor-parallel-size", $"{devices.Count}"] : Array.Empty<string>(),
            // The chains of one question share its prompt.
            "--enable-prefix-caching",
            .. Group(plan.Devices, place),
        ],
        Env = model.IsRepository ? [("HF_HOME", ModelFiles.CachePath)] : [],
        SecurityContext = EngineSecurity.Of(plan),
        SharedMemory = true,
        BusyGauge = "vllm:num_requests_running",
    };

    private static string[] Group(DeviceRequest? devices, GroupPlace place) => devices is null || place == GroupPlace.Alone ? [] :
    [
        "--pipeline-parallel-size", $"{devices.Nodes}", "--nnodes", $"{devices.Nodes}", "--node-rank", GroupVariables.WorkerIndex,
        "--master-addr", GroupVariables.LeaderAddress, "--master-port", $"{Ports.Rendezvous}",
        .. place == GroupPlace.Worker ? new[] { "--headless" } : [],
    ];
}
