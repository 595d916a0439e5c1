using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Engines;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.VerifierPools.Desired;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>The pod of a worker, and of the writer: no token, nothing that it may write to but its output.</summary>
internal static class WorkerPod
{
    private const string JobFolder = "/etc/reasonops/job";
    private const string SnapshotFolder = "/etc/reasonops/snapshot";
    private const string LastWords = "/dev/termination-log";

    /// <summary>Searches that run are given up; what is final is on disk.</summary>
    private const int GraceSeconds = 60;

    /// <param name="plan">Of the job.</param>
    /// <param name="partition">The one it draws; null where an index says it.</param>
    public static JsonObject Draws(RolloutPlan plan, int? partition) => Template(plan, ChildObject.Worker, partition,
    [
        "worker", .. Files, .. partition is { } own ? new[] { "--partition", $"{own}/{plan.Partitions}" } : ["--partitions", $"{plan.Partitions}"],
        "--host", "0.0.0.0", "--port", $"{Ports.Worker}",
    ]);

    public static JsonObject Writes(RolloutPlan plan) => Template(plan, ChildObject.Writer, null, ["write", .. Files]);

    private static string[] Files => ["--job", $"{JobFolder}/{JobMap.File}", "--snapshot", $"{SnapshotFolder}/{EnginesSecret.File}", "--termination-log", LastWords];

    private static JsonObject Template(RolloutPlan plan, string component, int? partition, IReadOnlyList<string> command)
    {
        var claims = Claim.Of(plan);
        return PodOverlay.Lay(
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = Labels(plan, component, partition) },
                ["spec"] = new JsonObject
                {
                    ["serviceAccountName"] = plan.Names.Draw,
                    ["automountServiceAccountToken"] = false,
                    ["enableServiceLinks"] = false,
                    ["restartPolicy"] = "Never",
                    ["terminationGracePeriodSeconds"] = GraceSeconds,
                    ["securityContext"] = new JsonObject { ["fsGroup"] = Security.AnyUser, ["fsGroupChangePolicy"] = "OnRootMismatch" },
                    ["containers"] = Json.List(Container(plan, component, [.. command, .. claims.SelectMany(claim => new[] { "--claim", claim.Argument })], claims)),
                    ["volumes"] = Json.List([
                        new JsonObject { ["name"] = "job", ["configMap"] = new JsonObject { ["name"] = plan.Names.Draw } },
                        new JsonObject { ["name"] = "snapshot", ["secret"] = new JsonObject { ["secretName"] = plan.Names.Draw } },
                        .. claims.Select((claim, i) => claim.Volume(i)), Scratch.Volume()]),
                },
            },
            plan.Spec.Worker?.PodTemplate);
    }

    private static JsonObject Labels(RolloutPlan plan, string component, int? partition)
    {
        var labels = ChildObject.Labels(plan, component);
        if (component != ChildObject.Worker) return labels;
        labels[EngineNetworkPolicy.ClientLabel] = plan.Spec.Policy.ServiceRef.Name;
        if (plan.Spec.Verify is { PoolRef.Name: var pool }) labels[VerifierNetworkPolicy.ClientLabel] = pool;
        if (partition is { } own) labels[WorkerPods.PartitionLabel] = $"{own}";
        return labels;
    }

    private static JsonObject Container(RolloutPlan plan, string component, IEnumerable<string> command, IReadOnlyList<Claim> claims)
    {
        var container = new JsonObject
        {
            ["name"] = ChildObject.Worker,
            ["image"] = plan.Image.Name,
            ["args"] = Json.Texts(["rollout", .. command]),
            ["envFrom"] = plan.Spec.S3?.SecretRef is { Name: var keys } ? Json.List(new JsonObject { ["secretRef"] = new JsonObject { ["name"] = keys } }) : null,
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "500m", ["memory"] = "1Gi" } },
            ["securityContext"] = Security.Restricted(),
            ["terminationMessagePath"] = LastWords,
            // Where it has no last words its log has them.
            ["terminationMessagePolicy"] = "FallbackToLogsOnError",
            ["volumeMounts"] = Json.List([
                new JsonObject { ["name"] = "job", ["mountPath"] = JobFolder, ["readOnly"] = true },
                new JsonObject { ["name"] = "snapshot", ["mountPath"] = SnapshotFolder, ["readOnly"] = true },
                .. claims.Select((claim, i) => claim.Mount(i)), Scratch.Mount()]),
        };
        if (component != ChildObject.Worker) return container;
        container["ports"] = Json.List(new JsonObject { ["name"] = Ports.Name, ["containerPort"] = Ports.Worker, ["protocol"] = "TCP" });
        container["readinessProbe"] = Probes.Readiness("/readyz");
        container["livenessProbe"] = Probes.Liveness("/healthz");
        return container;
    }
}
