using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Everything decided of one service before any object is built: names, counts, images, what the cluster lets us make.</summary>
public sealed record ServicePlan
{
    /// <summary>Valid and defaulted.</summary>
    public required ReasoningService Service { get; init; }

    /// <summary>Name and namespace are set; so is the UID, unless the children are only shown.</summary>
    public required V1ObjectMeta Owner { get; init; }
    public required ServedKinds Served { get; init; }

    /// <summary>As <c>cluster.local</c>.</summary>
    public required string ClusterDomain { get; init; }

    /// <summary>Engine replicas to run; 0 when engines already run elsewhere, or none are wanted.</summary>
    public required int EngineReplicas { get; init; }

    /// <summary>False for <c>engine.endpoints</c>.</summary>
    public required bool StartsEngines { get; init; }

    /// <summary>A replica spans nodes: engines are a LeaderWorkerSet.</summary>
    public required bool SpansNodes { get; init; }

    /// <summary>False where engines are wanted and cannot be started here; a remark that blocks says why.</summary>
    public required bool CanStartEngines { get; init; }

    /// <summary>Null for <c>engine.endpoints</c>.</summary>
    public ModelSource? Source { get; init; }

    /// <summary>What one engine pod asks of its node; null for CPUs alone.</summary>
    public DeviceRequest? Devices { get; init; }
    public required PlannedImages Images { get; init; }

    /// <summary>How long a pod that is told to stop may go on with what it has begun.</summary>
    public required StopLimits Stop { get; init; }

    /// <summary>What the gateways are to know; tenants whose Secret is missing are in it without a key.</summary>
    public required GatewaySnapshot Snapshot { get; init; }

    /// <summary>What was asked for and cannot be, for people; stable reason, message.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    public ReasoningServiceSpec Spec => Service.Spec;
    public string Name => Owner.Name!;
    public string Namespace => Owner.Namespace!;
    public string EngineImage => Images.Engine.Name;
    public string GatewayImage => Images.Gateway.Name;

    public ServiceNames Names => new(Name);
    public string EngineName => Names.Engine;
    public string GatewayName => Names.Gateway;

    public string Endpoint => $"http://{Names.Endpoint}.{Namespace}/v1";
}

/// <param name="Blocks">Whether <c>Ready</c> cannot be true while this holds.</param>
/// <param name="Reason">Stable CamelCase, as <c>TenantKeysMissing</c>, <c>KindNotServed</c>, <c>ReplicasClamped</c>.</param>
public sealed record Remark(bool Blocks, string Reason, string Message);

/// <summary>What the operator was started with that shapes children.</summary>
/// <param name="Image">ReasonOps' own image, for gateways and embedded engines.</param>
/// <param name="ClusterDomain">As <c>cluster.local</c>.</param>
public sealed record WorkloadOptions(string Image, string ClusterDomain = "cluster.local");
