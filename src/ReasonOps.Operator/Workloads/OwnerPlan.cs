using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Workloads;

/// <summary>What is decided of an object of ours before any child is built, whatever its kind.</summary>
public abstract record OwnerPlan
{
    /// <summary>Name and namespace are set; so is the UID, unless the children are only shown.</summary>
    public required V1ObjectMeta Owner { get; init; }

    /// <summary>What the cluster lets us make.</summary>
    public required ServedKinds Served { get; init; }

    /// <summary>As <c>cluster.local</c>.</summary>
    public required string ClusterDomain { get; init; }

    /// <summary>What was asked for and cannot be, for people; stable reason, message.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    public abstract OwnerKind Kind { get; }

    /// <summary>False while what is no longer wanted may be all that still answers.</summary>
    public virtual bool MayPrune => true;

    /// <summary>Why replicas may be another number than before, for people; null where their owner wanted it so.</summary>
    public virtual string? WhyScaled => null;

    public string Name => Owner.Name!;
    public string Namespace => Owner.Namespace!;
}

/// <param name="Blocks">Whether <c>Ready</c> cannot be true while this holds.</param>
/// <param name="Reason">Stable CamelCase, as <c>TenantKeysMissing</c>, <c>KindNotServed</c>, <c>ReplicasClamped</c>.</param>
public sealed record Remark(bool Blocks, string Reason, string Message);
