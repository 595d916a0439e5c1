using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>
/// The pod of an engine. It changes only when its meaning does: nothing in it comes from tenants but the longest deadline, and nothing
/// from the operator's version.
/// </summary>
internal static class EnginePod
{
    private const string SharedMemory = "shm";

    public static JsonObject Template(ServicePlan plan, GroupPlace place = GroupPlace.Alone)
    {
        var model = ModelFiles.Of(plan);
        var setup = EngineSetup.Of(plan, model, place);
        var built = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = ChildObject.Labels(plan, ChildObject.Engine) },
            ["spec"] = new JsonObject
            {
                ["serviceAccountName"] = plan.EngineName,
                ["automountServiceAccountToken"] = false,
                // A Service called vllm would set VLLM_PORT, which vLLM reads as its own.
                ["enableServiceLinks"] = false,
                ["terminationGracePeriodSeconds"] = plan.Stop.GraceSeconds,
                ["securityContext"] = plan.Spec.Model.Cache?.ClaimName is null ? null : ClaimOwner(),
                ["nodeSelector"] = plan.Spec.Engine!.Accelerator?.NodeSelector is { } nodes ? Json.Map(nodes) : null,
                ["tolerations"] = Tolerations(plan),
                // Of an image, credentials are what it is pulled with.
                ["imagePullSecrets"] = plan.Source is ImageSource && plan.Spec.Model.CredentialsRef is { } secret
                    ? Json.List(new JsonObject { ["name"] = secret.Name }) : null,
                ["initContainers"] = model.Download is { } download ? Json.List(download) : null,
                ["containers"] = Json.List(EngineContainer.Of(plan, setup, model, place)),
                ["volumes"] = Volumes(setup, model),
            },
        };
        return PodOverlay.Lay(built, Own(plan), plan.Spec.Engine.PodTemplate);
    }

    /// <summary>Downloads run as one user and engines as another.</summary>
    private static JsonObject ClaimOwner() => new() { ["fsGroup"] = Security.AnyUser, ["fsGroupChangePolicy"] = "OnRootMismatch" };

    private static JsonArray? Tolerations(ServicePlan plan) => plan.Devices is not { } devices ? null : Json.List(
    [
        new JsonObject { ["key"] = devices.Resource, ["operator"] = "Exists", ["effect"] = "NoSchedule" },
        .. Json.Copy(plan.Spec.Engine!.Accelerator?.Tolerations)?.Select(item => item?.DeepClone()) ?? [],
    ]);

    private static JsonArray Volumes(EngineSetup setup, ModelFiles model) => Json.List(new JsonObject?[]
    {
        setup.SharedMemory ? new() { ["name"] = SharedMemory, ["emptyDir"] = new JsonObject { ["medium"] = "Memory" } } : null,
        Scratch.Volume(),
    }.Concat(model.Volumes).OfType<JsonObject>().DistinctBy(volume => volume["name"]!.GetValue<string>()));

    /// <summary>What the engine's own fields say: nearer to us than the whole template, which has the last word.</summary>
    private static JsonObject Own(ServicePlan plan)
    {
        var engine = plan.Spec.Engine!;
        var env = engine.Env?.Select(each => (JsonNode)new JsonObject
        {
            ["name"] = each.Name, ["value"] = each.Value, ["valueFrom"] = each.ValueFrom?.DeepClone(),
        });
        var container = new JsonObject { ["name"] = EngineContainer.Name };
        if (env is not null) container["env"] = Json.List(env);
        if (engine.VolumeMounts is not null) container["volumeMounts"] = Json.Copy(engine.VolumeMounts);
        var spec = new JsonObject { ["containers"] = Json.List(container) };
        if (engine.Volumes is not null) spec["volumes"] = Json.Copy(engine.Volumes);
        return new() { ["spec"] = spec };
    }
}
