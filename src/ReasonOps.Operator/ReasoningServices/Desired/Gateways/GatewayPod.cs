using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Gateways;

/// <summary>The pod of a gateway. What it serves is in the Secret that it mounts and watches: a change of that restarts nothing.</summary>
internal static class GatewayPod
{
    private const string SnapshotFolder = "/etc/reasonops/snapshot";
    private const string Snapshot = "snapshot";

    public static JsonObject Template(ServicePlan plan) => PodOverlay.Lay(
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = ChildObject.Labels(plan, ChildObject.Gateway) },
            ["spec"] = new JsonObject
            {
                ["serviceAccountName"] = plan.GatewayName,
                ["automountServiceAccountToken"] = false,
                ["enableServiceLinks"] = false,
                ["terminationGracePeriodSeconds"] = plan.Stop.GraceSeconds,
                ["topologySpreadConstraints"] = Json.List(OverNodes(plan)),
                ["containers"] = Json.List(Container(plan)),
                ["volumes"] = Json.List(
                    new JsonObject { ["name"] = Snapshot, ["secret"] = new JsonObject { ["secretName"] = plan.Names.Snapshot } },
                    Scratch.Volume()),
            },
        },
        plan.Spec.Gateway!.PodTemplate);

    private static JsonObject Container(ServicePlan plan)
    {
        var container = Plain(plan);
        if (plan.Spec.Ledger?.Postgres is { } postgres) container["env"] = Json.List(Database(postgres.SecretRef));
        return container;
    }

    private static JsonObject Plain(ServicePlan plan) => new()
    {
        ["name"] = "gateway",
        ["image"] = plan.GatewayImage,
        ["args"] = Json.Texts("gateway", "--snapshot", $"{SnapshotFolder}/{SnapshotSecret.File}", "--url", $"http://*:{Ports.Gateway}",
            "--drain", $"{plan.Stop.DrainSeconds}"),
        ["ports"] = Json.List(new JsonObject { ["name"] = Ports.Name, ["containerPort"] = Ports.Gateway, ["protocol"] = "TCP" }),
        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" } },
        ["startupProbe"] = Probes.Startup("/health", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        ["readinessProbe"] = Probes.Readiness("/ready"),
        ["livenessProbe"] = Probes.Liveness("/health"),
        ["lifecycle"] = StopNotice.Of(plan),
        ["securityContext"] = Security.Restricted(),
        // The folder, not one file of it: a file that is mounted by subPath never changes.
        ["volumeMounts"] = Json.List(
            new JsonObject { ["name"] = Snapshot, ["mountPath"] = SnapshotFolder, ["readOnly"] = true }, Scratch.Mount()),
    };

    // Of a Secret that names no entry, this one.
    private static JsonObject Database(SecretReference secret) => new()
    {
        ["name"] = "REASONOPS_LEDGER_DATABASE",
        ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = secret.Name, ["key"] = secret.Key ?? "url" } },
    };

    private static JsonObject OverNodes(ServicePlan plan) => new()
    {
        ["maxSkew"] = 1,
        ["topologyKey"] = "kubernetes.io/hostname",
        ["whenUnsatisfiable"] = "ScheduleAnyway",
        ["labelSelector"] = new JsonObject { ["matchLabels"] = ChildObject.Selector(plan, ChildObject.Gateway) },
    };
}
