using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>The embedded engine, in ReasonOps' own image. Told to stop, it ends the chains that run.</summary>
internal static class OnnxEngine
{
    public static EngineSetup Of(ServicePlan plan, ModelFiles model) => new()
    {
        Args =
        [
            "engine", "--model", model.Location, "--name", plan.Spec.Model.Name,
            "--kv-tokens", $"{plan.Spec.Engine!.KeyValueTokens!.Value}",
            "--url", $"http://*:{Ports.Engine}", "--drain", $"{plan.Stop.DrainSeconds}",
            .. plan.Devices?.Resource == DeviceRequest.Nvidia ? new[] { "--device", "cuda" } : [],
        ],
        SecurityContext = Security.Restricted(),
        Requests = new JsonObject { ["cpu"] = "500m", ["memory"] = "512Mi" },
        Startup = TimeSpan.FromMinutes(10),
        StartupPeriod = TimeSpan.FromSeconds(1),
    };
}
