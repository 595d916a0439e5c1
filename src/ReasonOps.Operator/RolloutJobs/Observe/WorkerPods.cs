using System.Globalization;
using System.Text.Json;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>The pods of a job, as <see cref="Caches.PodStatus"/> keeps them.</summary>
internal static class WorkerPods
{
    /// <summary>On workers of a Job of one partition.</summary>
    public const string PartitionLabel = "reasonops.io/partition";
    private const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";

    public static bool IsWorker(ApiObject pod) => Component(pod) == ChildObject.Worker;

    public static bool IsWriter(ApiObject pod) => Component(pod) == ChildObject.Writer;

    public static bool IsOver(ApiObject pod) => pod.Root.At("status", "phase").Text() is "Succeeded" or "Failed";

    public static bool IsReady(ApiObject pod) =>
        pod.Metadata.DeletionTimestamp is null && !IsOver(pod) && pod.Root.At("status").Condition("Ready").At("status").Text() == "True";

    /// <summary>Null of a pod that does not say.</summary>
    public static int? Partition(ApiObject pod) => Number(pod.Metadata.Annotations?.GetValueOrDefault(IndexAnnotation)) ?? Number(pod.Metadata.Labels?.GetValueOrDefault(PartitionLabel));

    /// <summary>What it said last; null of one that has not ended, or said nothing of ours.</summary>
    public static RolloutReport? LastWords(ApiObject pod) => Message(pod) is { } said ? RolloutReportJson.ReadWorker(said) : null;

    /// <inheritdoc cref="LastWords"/>
    public static DatasetReport? Dataset(ApiObject pod) =>
        pod.Root.At("status", "phase").Text() == "Succeeded" && Message(pod) is { } said ? RolloutReportJson.ReadWriter(said) : null;

    private static string? Message(ApiObject pod) => pod.Root.At("status", "containerStatuses").Entries()
        .Where(status => status.At("name").Text() is ChildObject.Worker)
        .Select(status => status.At("state", "terminated") is { ValueKind: JsonValueKind.Object } ended ? ended : status.At("lastState", "terminated"))
        .Select(ended => ended.At("message").Text()).FirstOrDefault();

    private static string? Component(ApiObject pod) => pod.Metadata.Labels?.GetValueOrDefault(ChildObject.ComponentLabel);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
