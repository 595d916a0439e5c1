using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>SGLang. Told to stop, it ends what runs, but the workers of one that spans nodes do not wait for it.</summary>
internal static class SglangEngine
{
    public static EngineSetup Of(ServicePlan plan, ModelFiles model) => new()
    {
        Command = ["python3", "-m", "sglang.launch_server"],
        Args =
        [
            "--model-path", model.Location,
            .. model.Revision is { } revision ? new[] { "--revision", revision } : [],
            "--served-model-name", plan.Spec.Model.Name,
            "--host", "0.0.0.0", "--port", $"{Ports.Engine}",
            .. plan.Devices is { } devices ? ["--tp", $"{devices.PerReplica}"] : Array.Empty<string>(),
            "--enable-metrics",
            .. Group(plan.Devices),
        ],
        Env = model.IsRepository ? [("HF_HOME", ModelFiles.CachePath)] : [],
        SecurityContext = EngineSecurity.Of(plan),
        SharedMemory = true,
        BusyGauge = "sglang:num_running_reqs",
    };

    private static string[] Group(DeviceRequest? devices) => devices is not { Nodes: > 1 } ? [] :
    [
        "--nnodes", $"{devices.Nodes}", "--node-rank", GroupVariables.WorkerIndex,
        "--dist-init-addr", $"{GroupVariables.LeaderAddress}:{Ports.Rendezvous}",
    ];
}
