using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Workloads;

/// <summary>A kind of ours, as its children know it.</summary>
/// <param name="Name">As <c>ReasoningService</c>.</param>
/// <param name="Label">Under which a child or a pod has the owner's name.</param>
public sealed record OwnerKind(string Name, string Label)
{
    public static OwnerKind Service { get; } = new(ReasoningService.KindName, "reasonops.io/service");

    public static OwnerKind Pool { get; } = new(VerifierPool.KindName, "reasonops.io/pool");

    public static OwnerKind Rollout { get; } = new(RolloutJob.KindName, "reasonops.io/rollout");

    public static IReadOnlyList<OwnerKind> All { get; } = [Service, Pool, Rollout];

    /// <summary>The one that an object of ours belongs to; null for what only looks like ours.</summary>
    public static OwnerKey? OwnerOf(ApiObject live) => All
        .Select(kind => live.Metadata.Labels?.GetValueOrDefault(kind.Label) is { } name ? new OwnerKey(kind, new(live.Metadata.Namespace, name)) : (OwnerKey?)null)
        .FirstOrDefault(owner => owner is not null);
}

/// <summary>One object of ours.</summary>
public readonly record struct OwnerKey(OwnerKind Kind, ObjectKey Key);
