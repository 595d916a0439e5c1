using System.Globalization;
using System.Text.Json;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Desired.Engines;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>The pods of a service as replicas in their lives, before anything is asked of them.</summary>
internal static class EnginePods
{
    /// <summary>Longer than this no start is believed to have taken: the pod lost its readiness once and has it again.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromHours(1);

    /// <summary>Those that answer for a replica, by name, without those that have ended.</summary>
    public static IReadOnlyList<ApiObject> Of(IEnumerable<ApiObject> pods) => [.. pods
        .Where(pod => Component(pod) == ChildObject.Engine && pod.Metadata.Labels!.GetValueOrDefault(EngineGroup.IndexLabel) is null or "0"
            && pod.Root.At("status", "phase").Text() is not ("Succeeded" or "Failed"))
        .OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)];

    /// <summary>Gateways that get requests.</summary>
    public static IReadOnlyList<ApiObject> Gateways(IEnumerable<ApiObject> pods) =>
        [.. pods.Where(pod => Component(pod) == ChildObject.Gateway && pod.Metadata.DeletionTimestamp is null && ReadySince(pod) is not null)];

    public static ReplicaLoad Replica(ApiObject pod) => pod.Metadata switch
    {
        { DeletionTimestamp: { } gone } metadata => new(metadata.Name!, ReplicaPhase.Draining, gone.AddSeconds(-(metadata.DeletionGracePeriodSeconds ?? 0))),
        var metadata when ReadySince(pod) is { } ready => new(metadata.Name!, ReplicaPhase.Ready, ready),
        var metadata => new(metadata.Name!, ReplicaPhase.Starting, metadata.CreationTimestamp ?? DateTimeOffset.UnixEpoch),
    };

    /// <summary>The shortest from creation to readiness: what lost its readiness and has it again seems to have taken longer.</summary>
    public static TimeSpan? StartUp(IEnumerable<ApiObject> pods) => pods
        .Where(pod => pod.Metadata is { DeletionTimestamp: null, CreationTimestamp: not null } && ReadySince(pod) is not null)
        .Select(pod => ReadySince(pod)!.Value - pod.Metadata.CreationTimestamp!.Value)
        .Where(took => took >= TimeSpan.Zero && took <= LongestStart)
        .Select(took => (TimeSpan?)took).Min();

    private static DateTimeOffset? ReadySince(ApiObject pod) => pod.Root.At("status").Condition("Ready") is var ready && ready.At("status").Text() == "True"
        ? Time(ready.At("lastTransitionTime")) ?? pod.Metadata.CreationTimestamp ?? DateTimeOffset.UnixEpoch
        : null;

    private static DateTimeOffset? Time(JsonElement json) =>
        DateTimeOffset.TryParse(json.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? Component(ApiObject pod) => pod.Metadata.Labels?.GetValueOrDefault(ChildObject.ComponentLabel);
}
