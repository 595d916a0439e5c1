using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>What containers of others' GPU images may do.</summary>
internal static class EngineSecurity
{
    /// <summary>The user <c>vllm</c> that vLLM's image has, with a home that it may write to.</summary>
    public const int VllmUser = 2000;

    /// <summary>
    /// For vLLM's own image: the standard <c>restricted</c>, with a home to compile kernels into. Others' GPU images run as root, and one that the
    /// user names as whom it likes: the standard <c>baseline</c>, and no capability.
    /// </summary>
    public static JsonObject Of(ServicePlan plan)
    {
        var ours = plan is { Spec.Engine.Runtime: RuntimeKind.Vllm, Images.Engine.Kept: not null, Devices.Resource: DeviceRequest.Nvidia };
        var context = Security.Restricted(VllmUser);
        context.Remove("readOnlyRootFilesystem");
        if (!ours)
        {
            context.Remove("runAsNonRoot");
            context.Remove("runAsUser");
        }
        return context;
    }
}
