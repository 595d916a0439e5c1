using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>What is one runtime's own in an engine's container.</summary>
internal sealed record EngineSetup
{
    /// <summary>Null for the image's own.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The user's come after them, so that they win.</summary>
    public required IReadOnlyList<string> Args { get; init; }
    public IReadOnlyList<(string Name, string Value)> Env { get; init; } = [];
    public required JsonObject SecurityContext { get; init; }

    /// <summary>Processes of one engine talk through <c>/dev/shm</c>, and a container's own is 64 MiB.</summary>
    public bool SharedMemory { get; init; }

    /// <summary>What it asks of CPUs and memory, for the scheduler; null where that depends on the model.</summary>
    public JsonObject? Requests { get; init; }

    /// <summary>From the container's start to its first healthy answer, at the most.</summary>
    public TimeSpan Startup { get; init; } = SlowLoad.Limit;

    /// <summary>How often it is asked until then.</summary>
    public TimeSpan StartupPeriod { get; init; } = SlowLoad.Period;

    /// <summary>A gauge of requests that run, for an engine that may drop them when told to stop; null for one of ours, which ends them.</summary>
    public string? BusyGauge { get; init; }

    /// <param name="plan">Starts engines.</param>
    /// <param name="model">Where its model is.</param>
    /// <param name="place">Of a pod among those of one engine that spans nodes.</param>
    public static EngineSetup Of(ServicePlan plan, ModelFiles model, GroupPlace place) => plan.Spec.Engine!.Runtime switch
    {
        RuntimeKind.Vllm => VllmEngine.Of(plan, model, place),
        RuntimeKind.Sglang => SglangEngine.Of(plan, model),
        RuntimeKind.LlamaCpp => LlamaCppEngine.Of(plan, model),
        RuntimeKind.Onnx => OnnxEngine.Of(plan, model),
        var other => throw new InvalidOperationException($"{other} is not started"),
    };
}

/// <summary>Which pod of an engine.</summary>
internal enum GroupPlace
{
    /// <summary>The only one.</summary>
    Alone,

    /// <summary>The first of several, which answers requests.</summary>
    Leader,
    Worker,
}

/// <summary>What LeaderWorkerSet (0.6 and later) puts into the environment of every pod of a group.</summary>
internal static class GroupVariables
{
    public const string LeaderAddress = "$(LWS_LEADER_ADDRESS)";
    public const string WorkerIndex = "$(LWS_WORKER_INDEX)";

    /// <summary>As a shell says it, in a hook, where Kubernetes fills in nothing.</summary>
    public const string LeaderAddressInShell = "$LWS_LEADER_ADDRESS";
}
