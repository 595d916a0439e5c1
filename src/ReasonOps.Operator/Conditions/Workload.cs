using System.Text.Json;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;

namespace ReasonOps.Operator.Conditions;

/// <summary>A Deployment or a LeaderWorkerSet as it stands: what it was told, what there is of it.</summary>
internal sealed record Workload
{
    /// <summary>The labels that a LeaderWorkerSet gives to the pods of its groups.</summary>
    private const string GroupLabel = "leaderworkerset.sigs.k8s.io/name";

    public required string Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>Replicas of its spec.</summary>
    public required int Wanted { get; init; }
    public required int Exists { get; init; }
    public required int Ready { get; init; }

    /// <summary>Of the current template.</summary>
    public required int Updated { get; init; }

    /// <summary>Whether its controller has read its latest spec.</summary>
    public required bool Seen { get; init; }

    /// <summary>Why its controller does not go on; null while it does.</summary>
    public string? Stuck { get; init; }

    /// <summary>Why no pod may be made, as a quota's own words.</summary>
    public string? Refused { get; init; }

    /// <summary>Of its pods, as <c>a=b,c=d</c>.</summary>
    public string? Selector { get; init; }
    public IReadOnlyList<ApiObject> Pods { get; init; } = [];

    /// <param name="groups">A LeaderWorkerSet is meant: while one takes the other's place, both are there.</param>
    /// <returns>Null where there is none of that name.</returns>
    public static Workload? Find(Observed observed, string name, bool groups = false) =>
        groups ? Group(observed, name) ?? Deployment(observed, name) : Deployment(observed, name) ?? Group(observed, name);

    private static Workload? Deployment(Observed observed, string name) =>
        observed.Find("Deployment", name) is { } live ? OfDeployment(live, observed.Pods) : null;

    private static Workload? Group(Observed observed, string name) =>
        observed.Find("LeaderWorkerSet", name) is { } live ? OfLeaderWorkerSet(live, observed.Pods) : null;

    private static Workload OfDeployment(ApiObject live, IReadOnlyList<ApiObject> pods)
    {
        var labels = live.Root.At("spec", "selector", "matchLabels").Labels();
        var progressing = live.Root.At("status").Condition("Progressing");
        var refused = live.Root.At("status").Condition("ReplicaFailure");
        return Common(live) with
        {
            Seen = live.Root.At("status", "observedGeneration").Long() >= (live.Metadata.Generation ?? 0),
            Stuck = Standstill(progressing),
            Refused = refused.At("status").Text() == "True" ? refused.At("message").Text() : null,
            Selector = Joined(labels),
            Pods = PodsWith(labels, pods),
        };
    }

    private static Workload OfLeaderWorkerSet(ApiObject live, IReadOnlyList<ApiObject> pods) => Common(live) with
    {
        Selector = live.Root.At("status", "hpaPodSelector").Text() ?? $"{GroupLabel}={live.Metadata.Name}",
        Pods = PodsWith(new Dictionary<string, string> { [GroupLabel] = live.Metadata.Name! }, pods),
    };

    private static Workload Common(ApiObject live) => new()
    {
        Kind = live.Kind ?? "Deployment",
        Name = live.Metadata.Name!,
        Wanted = live.Root.At("spec", "replicas").Int() ?? 1,
        Exists = live.Root.At("status", "replicas").Int() ?? 0,
        Ready = live.Root.At("status", "readyReplicas").Int() ?? 0,
        Updated = live.Root.At("status", "updatedReplicas").Int() ?? 0,
        Seen = true,
    };

    private static string? Standstill(JsonElement progressing) => progressing.At("reason").Text() switch
    {
        "ProgressDeadlineExceeded" => progressing.At("message").Text() ?? "its progress deadline has passed",
        "DeploymentPaused" => "it is paused (its own spec.paused)",
        _ => null,
    };

    private static string? Joined(IReadOnlyDictionary<string, string> labels) => labels.Count == 0
        ? null
        : string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static ApiObject[] PodsWith(IReadOnlyDictionary<string, string> labels, IReadOnlyList<ApiObject> pods) => labels.Count == 0
        ? []
        : [.. pods.Where(pod => pod.Metadata.Labels is { } own && labels.All(label => own.TryGetValue(label.Key, out var value) && value == label.Value))];
}
