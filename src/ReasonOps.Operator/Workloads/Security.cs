using System.Text.Json.Nodes;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.Workloads;

/// <summary>What containers may do.</summary>
internal static class Security
{
    /// <summary>For images that would run as root and need not; nobody's on any system.</summary>
    public const int AnyUser = 65532;

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
}
