using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Everything decided of one service before any object is built: names, counts, images, what the cluster lets us make.</summary>
public sealed record ServicePlan : OwnerPlan
{
    /// <summary>Valid and defaulted.</summary>
    public required ReasoningService Service { get; init; }

    /// <summary>How many engines there are to be, and why.</summary>
    public required PlannedReplicas Replicas { get; init; }

    /// <summary>Engine replicas to run; 0 when engines already run elsewhere, or none are wanted.</summary>
    public int EngineReplicas => Replicas.Wanted;

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

    /// <summary>The pool that decides what is right; null where none is named, or the named one is not there.</summary>
    public PlannedPool? Pool { get; init; }

    /// <summary>Where the operator runs, which reads the figures of engines that it scales.</summary>
    public required string OperatorNamespace { get; init; }

    /// <summary>Gateways hold requests while no engine runs, since one comes for them.</summary>
    public bool Holds => StartsEngines && Spec.Autoscaling is { MinReplicas: 0 } && Replicas.By != ScaledBy.Hand;

    public override string? WhyScaled => Replicas is { By: ScaledBy.Demand, Decision: { } decision } ? decision.Reason : null;

    public override OwnerKind Kind => OwnerKind.Service;
    public override bool MayPrune => CanStartEngines || !StartsEngines;

    public ReasoningServiceSpec Spec => Service.Spec;
    public string EngineImage => Images.Engine.Name;
    public string GatewayImage => Images.Gateway.Name;

    public ServiceNames Names => new(Name);
    public string EngineName => Names.Engine;
    public string GatewayName => Names.Gateway;

    public string Endpoint => $"http://{Names.Endpoint}.{Namespace}/v1";
}
