using Microsoft.Extensions.Logging;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>
/// Says which pod is to go, before fewer are asked for: of pods that are ready a ReplicaSet takes the one whose deletion costs least. A LeaderWorkerSet knows
/// no such thing, and takes the group of the highest index.
/// </summary>
public sealed partial class LeavingPods(IKubernetesClient client, ILogger<LeavingPods> log)
{
    public const string Annotation = "controller.kubernetes.io/pod-deletion-cost";
    private const string Least = "-1000";

    private readonly ILogger _log = log;

    /// <summary>Nothing is sent unless one goes.</summary>
    public async Task MarkAsync(ServicePlan plan, Observed observed, CancellationToken cancellation)
    {
        if (plan is not { Replicas.Leaves: { } leaves, SpansNodes: false }) return;
        if (!(observed.Find(ChildKinds.Deployment.Kind, plan.EngineName)?.Root.At("spec", "replicas").Int() > plan.EngineReplicas)) return;
        foreach (var pod in EnginePods.Of(observed.Pods).Where(pod => pod.Metadata.DeletionTimestamp is null))
        {
            var marked = pod.Metadata.Annotations?.GetValueOrDefault(Annotation) == Least;
            // One that was to go once, and stayed, is not to go instead.
            if (marked != (pod.Metadata.Name == leaves)) await SetAsync(pod, marked ? null : Least, cancellation);
        }
    }

    private async Task SetAsync(ApiObject pod, string? cost, CancellationToken cancellation)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = cost } } };
        try
        {
            await client.PatchAsync(ChildKinds.Pod, pod.Metadata.Namespace, pod.Metadata.Name!, patch, null, cancellation);
        }
        catch (KubernetesException refused) when (refused.Status is not null)
        {
            // Another one goes, and drains just the same.
            LogNotMarked(pod.Metadata.Namespace, pod.Metadata.Name, refused.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Pod {Namespace}/{Pod} cannot be marked as the one to go: {Reason}")]
    private partial void LogNotMarked(string? @namespace, string? pod, string reason);
}
