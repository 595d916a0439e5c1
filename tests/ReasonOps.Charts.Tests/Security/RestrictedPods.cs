using System.Text.Json.Nodes;

namespace ReasonOps.Charts.Tests.Security;

/// <summary>
/// The Pod Security Standard "restricted" (kubernetes.io/docs/concepts/security/pod-security-standards), and what we ask beyond it: a
/// read-only root, a memory limit, no token but for who needs it.
/// </summary>
internal static class RestrictedPods
{
    private static readonly string[] Volumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>What a namespace that enforces the standard would say; empty when it lets the pod in.</summary>
    public static IReadOnlyList<string> Violations(JsonObject pod) => [.. OfPod(pod), .. Containers(pod).SelectMany(container => OfContainer(pod, container))];

    /// <summary>What we hold our own pods to, beyond the standard.</summary>
    public static IReadOnlyList<string> Loosenesses(JsonObject pod, bool needsToken) =>
    [
        .. When((bool?)pod["automountServiceAccountToken"] != needsToken, $"automountServiceAccountToken must be {needsToken}"),
        .. Containers(pod).SelectMany(container => (IEnumerable<string>)
        [
            .. When((bool?)container["securityContext"]?["readOnlyRootFilesystem"] is not true, $"{container["name"]}: its root can be written to"),
            .. When(container["resources"]?["limits"]?["memory"] is null, $"{container["name"]}: no memory limit"),
            .. When(container["resources"]?["requests"]?["cpu"] is null, $"{container["name"]}: no CPU request"),
            .. When(container["securityContext"]?["capabilities"]?["add"] is not null, $"{container["name"]}: adds capabilities"),
        ]),
    ];

    private static IEnumerable<string> OfPod(JsonObject pod) =>
    [
        .. new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(host => (bool?)pod[host] is true),
        .. List(pod["volumes"]).SelectMany(volume => volume.Select(field => field.Key)).Where(kind => kind != "name" && !Volumes.Contains(kind))
            .Select(kind => $"volume {kind}"),
        .. When(pod["securityContext"]?["sysctls"] is JsonArray { Count: > 0 }, "sysctls"),
        .. When((bool?)pod["hostUsers"] is true, "hostUsers"),
    ];

    private static IEnumerable<string> OfContainer(JsonObject pod, JsonObject container)
    {
        var name = container["name"];
        var own = container["securityContext"];
        var around = pod["securityContext"];
        return
        [
            .. When((bool?)own?["privileged"] is true, $"{name}: privileged"),
            .. When((bool?)own?["allowPrivilegeEscalation"] is not false, $"{name}: allowPrivilegeEscalation"),
            .. When(!Texts(own?["capabilities"]?["drop"]).Contains("ALL"), $"{name}: keeps capabilities"),
            .. Texts(own?["capabilities"]?["add"]).Where(one => one != "NET_BIND_SERVICE").Select(one => $"{name}: adds {one}"),
            .. When((bool?)(own?["runAsNonRoot"] ?? around?["runAsNonRoot"]) is not true, $"{name}: may run as root"),
            .. When((long?)(own?["runAsUser"] ?? around?["runAsUser"]) == 0, $"{name}: runs as root"),
            .. When((string?)(own?["seccompProfile"] ?? around?["seccompProfile"])?["type"] is not ("RuntimeDefault" or "Localhost"), $"{name}: no seccomp profile"),
            .. When((string?)own?["procMount"] is not (null or "Default"), $"{name}: procMount"),
            .. List(container["ports"]).Where(port => (long?)port["hostPort"] is > 0).Select(port => $"{name}: hostPort {port["hostPort"]}"),
            .. Probes.Where(probe => container[probe]?["httpGet"]?["host"] is not null).Select(probe => $"{name}: {probe} names a host"),
        ];
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        List(pod["initContainers"]).Concat(List(pod["containers"])).Concat(List(pod["ephemeralContainers"]));

    private static IEnumerable<JsonObject> List(JsonNode? list) => list?.AsArray().OfType<JsonObject>() ?? [];

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(one => (string)one!) ?? [];

    private static IEnumerable<string> When(bool holds, string says) => holds ? [says] : [];
}
