using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Desired.Bodies;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>What containers may do.</summary>
internal static class Security
{
    /// <summary>For images that would run as root and need not; nobody's on any system.</summary>
    public const int AnyUser = 65532;

    /// <summary>The user <c>vllm</c> that vLLM's image has, with a home that it may write to.</summary>
    public const int VllmUser = 2000;

    /// <summary>The pod security standard <c>restricted</c>, and a root file system that nobody writes to.</summary>
    /// <param name="user">Null for an image that names its own, which is not root.</param>
    public static JsonObject Restricted(int? user = null) => new()
    {
        ["runAsNonRoot"] = true,
        ["runAsUser"] = user,
        ["allowPrivilegeEscalation"] = false,
        ["readOnlyRootFilesystem"] = true,
        ["capabilities"] = new JsonObject { ["drop"] = Json.Texts("ALL") },
        ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
    };

    /// <summary>
    /// For vLLM's own image: the standard <c>restricted</c>, with a home to compile kernels into. Others' GPU images run as root, and one that the
    /// user names as whom it likes: the standard <c>baseline</c>, and no capability.
    /// </summary>
    public static JsonObject OfGpuEngine(ServicePlan plan)
    {
        var ours = plan is { Spec.Engine.Runtime: RuntimeKind.Vllm, Images.Engine.Kept: not null, Devices.Resource: DeviceRequest.Nvidia };
        var context = Restricted(VllmUser);
        context.Remove("readOnlyRootFilesystem");
        if (!ours)
        {
            context.Remove("runAsNonRoot");
            context.Remove("runAsUser");
        }
        return context;
    }
}
