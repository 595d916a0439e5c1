using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

internal static class EngineContainer
{
    public const string Name = "engine";

    public static JsonObject Of(ServicePlan plan, EngineSetup setup, ModelFiles model, GroupPlace place)
    {
        var answers = place != GroupPlace.Worker;
        return new()
        {
            ["name"] = Name,
            ["image"] = plan.EngineImage,
            ["command"] = setup.Command is { } command ? Json.Texts(command) : null,
            ["args"] = Json.Texts([.. setup.Args, .. plan.Spec.Engine!.Args ?? []]),
            ["env"] = Env(setup.Env),
            ["envFrom"] = model.IsRepository ? ModelCache.Credentials(plan) : null,
            ["ports"] = answers ? Json.List(new JsonObject { ["name"] = Ports.Name, ["containerPort"] = Ports.Engine, ["protocol"] = "TCP" }) : null,
            ["resources"] = Resources(plan.Devices, setup.Requests),
            ["startupProbe"] = answers ? Probes.Startup("/health", setup.StartupPeriod, setup.Startup) : null,
            ["readinessProbe"] = answers ? Probes.Readiness("/health") : null,
            ["livenessProbe"] = answers ? Probes.Liveness("/health") : null,
            ["lifecycle"] = Lifecycle(plan, setup, place),
            ["securityContext"] = setup.SecurityContext,
            ["volumeMounts"] = Json.List([.. model.Mounts, Scratch.Mount(), .. setup.SharedMemory ? new[] { SharedMemory() } : []]),
        };
    }

    /// <summary>The workers of a group are told to go when its leader is, which still needs them.</summary>
    private static JsonObject? Lifecycle(ServicePlan plan, EngineSetup setup, GroupPlace place) =>
        setup.BusyGauge is not { } gauge ? StopNotice.Of(plan)
        : place == GroupPlace.Worker ? StopHook.WhileBusy(plan, gauge, GroupVariables.LeaderAddressInShell)
        : StopHook.WhileBusy(plan, gauge);

    private static JsonArray? Env(IReadOnlyList<(string Name, string Value)> env) => env.Count == 0 ? null
        : Json.List(env.Select(each => new JsonObject { ["name"] = each.Name, ["value"] = each.Value }));

    private static JsonObject SharedMemory() => new() { ["name"] = "shm", ["mountPath"] = "/dev/shm" };

    private static JsonObject? Resources(DeviceRequest? devices, JsonObject? requests) => devices is null && requests is null ? null : new()
    {
        ["requests"] = requests,
        ["limits"] = devices is null ? null : new JsonObject { [devices.Resource] = $"{devices.Count}" },
    };
}
