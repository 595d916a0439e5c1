using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>Engines that span nodes: each a group of a leader, which answers, and workers, all restarted together.</summary>
internal static class EngineGroup
{
    public const string IndexLabel = "leaderworkerset.sigs.k8s.io/worker-index";

    public static DesiredObject Of(ServicePlan plan, EntityType type) => ChildObject.Of(plan, type, plan.EngineName, ChildObject.Engine, new JsonObject
    {
        ["metadata"] = new JsonObject { ["annotations"] = KeptImages.Of(plan.Images.Engine, plan.Source is BucketSource ? plan.Images.Download : null) },
        ["spec"] = new JsonObject
        {
            ["replicas"] = plan.EngineReplicas,
            ["rolloutStrategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdateConfiguration"] = new JsonObject { ["maxSurge"] = 0, ["maxUnavailable"] = 1 },
            },
            ["leaderWorkerTemplate"] = new JsonObject
            {
                ["size"] = plan.Devices!.Nodes,
                ["restartPolicy"] = "RecreateGroupOnPodRestart",
                ["leaderTemplate"] = EnginePod.Template(plan, GroupPlace.Leader),
                ["workerTemplate"] = EnginePod.Template(plan, GroupPlace.Worker),
            },
        },
    });
}
