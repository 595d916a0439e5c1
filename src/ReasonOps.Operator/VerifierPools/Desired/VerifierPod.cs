using System.Text.Json.Nodes;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>The pod of a verifier: no token, no way out, and as much room as its runs may use together.</summary>
internal static class VerifierPod
{
    private const string SettingsFolder = "/etc/reasonops";
    private const string Settings = "settings";
    private const string ChecksumAnnotation = "reasonops.io/settings";

    public static JsonObject Template(PoolPlan plan) => PodOverlay.Lay(
        new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = ChildObject.Labels(plan, ChildObject.Verifier),
                ["annotations"] = new JsonObject { [ChecksumAnnotation] = SettingsMap.Checksum(plan) },
            },
            ["spec"] = new JsonObject
            {
                ["serviceAccountName"] = plan.VerifierName,
                ["automountServiceAccountToken"] = false,
                ["enableServiceLinks"] = false,
                ["hostUsers"] = VerifierSecurity.HostUsers(plan),
                ["runtimeClassName"] = plan.Spec.Isolation.RuntimeClassName,
                ["terminationGracePeriodSeconds"] = GraceSeconds(plan.Settings),
                ["containers"] = Json.List(Container(plan)),
                ["volumes"] = Json.List(
                    new JsonObject { ["name"] = Settings, ["configMap"] = new JsonObject { ["name"] = plan.VerifierName } },
                    VerifierRoom.Volume(plan.Settings)),
            },
        },
        plan.Spec.PodTemplate);

    private static JsonObject Container(PoolPlan plan) => new()
    {
        ["name"] = ChildObject.Verifier,
        ["image"] = plan.Image.Name,
        ["args"] = Json.Texts("verifier", "--settings", $"{SettingsFolder}/{SettingsMap.File}", "--url", $"http://*:{Ports.Verifier}",
            "--drain", $"{DrainSeconds(plan.Settings)}"),
        ["ports"] = Json.List(new JsonObject { ["name"] = Ports.Name, ["containerPort"] = Ports.Verifier, ["protocol"] = "TCP" }),
        ["resources"] = VerifierRoom.Resources(plan.Settings),
        // Isolation is tried out before the first answer.
        ["startupProbe"] = Probes.Startup("/healthz", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
        ["readinessProbe"] = Probes.Readiness("/readyz"),
        ["livenessProbe"] = Probes.Liveness("/healthz"),
        ["lifecycle"] = StopNotice.Of(plan),
        ["securityContext"] = VerifierSecurity.Of(plan),
        ["volumeMounts"] = Json.List(
            new JsonObject { ["name"] = Settings, ["mountPath"] = SettingsFolder, ["readOnly"] = true }, Scratch.Mount()),
    };

    /// <summary>For the longest run that had begun, and as much again for one that waited.</summary>
    private static int DrainSeconds(VerifierSettings settings) => 2 * (int)Math.Ceiling(settings.Limits.Wall.Span.TotalSeconds);

    private static int GraceSeconds(VerifierSettings settings) => StopNotice.Seconds + DrainSeconds(settings) + 15;
}
