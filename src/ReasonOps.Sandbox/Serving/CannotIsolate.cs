using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;

namespace ReasonOps.Sandbox.Serving;

/// <summary>What a person is told whose machine, or pod, does not keep programs in.</summary>
internal static class CannotIsolate
{
    public static string Message(IsolationReport report) => string.Join('\n', [
        $"isolation.mode {report.Mode}: programs are not kept in here, so none is run",
        .. report.Layers.Where(layer => layer is { Required: true, Holds: false }).Select(layer => $"  {layer.Name}: {layer.Detail}"),
        WayOut(report.Mode),
    ]);

    private static string WayOut(IsolationMode mode) => mode switch
    {
        IsolationMode.Landlock => "Landlock needs Linux 6.12 with landlock among its security modules (lsm=landlock,...), and a seccomp profile that lets its calls through",
        IsolationMode.Namespaces =>
            "Namespaces need bubblewrap (apt-get install bubblewrap) and user namespaces: on a machine, sysctl kernel.apparmor_restrict_unprivileged_userns=0; "
            + "in a pod, hostUsers: false and a seccomp profile that lets them through; or use isolation.mode Landlock",
        _ => "inside a RuntimeClass one of Namespaces and Landlock must still hold; see docs/verifier.md",
    };
}
