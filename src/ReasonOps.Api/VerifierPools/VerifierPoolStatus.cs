using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.VerifierPools;

/// <summary>What there is, as the operator last saw it.</summary>
public sealed record VerifierPoolStatus : IObjectStatus
{
    /// <summary>The generation of the spec that all of this is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>One of each type, <c>Ready</c> first.</summary>
    [KeyedBy("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Verifiers that exist; the scale subresource reads it.</summary>
    public int? Replicas { get; init; }

    /// <summary>Verifiers that are ready.</summary>
    public int? ReadyReplicas { get; init; }

    /// <summary>Ready of wanted verifiers, as <c>12/12</c>.</summary>
    public string? Verifiers { get; init; }

    /// <summary>A label selector of the verifiers' pods, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary>What the pool decides, as <c>Math,Python</c>.</summary>
    public string? Checks { get; init; }

    /// <summary>CPU sockets to accelerators, as <c>1:4</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>Verifiers that the consumers' accelerators ask for, before the bounds.</summary>
    public int? Floor { get; init; }

    /// <summary>Requests that wait, over all verifiers that answered; absent while none did.</summary>
    public int? Queue { get; init; }

    /// <summary>Who asked for how much.</summary>
    [KeyedBy("kind", "name")]
    public IReadOnlyList<ConsumerStatus>? Consumers { get; init; }

    /// <summary>Where callers reach the pool, as <c>http://sandboxes.team-a.svc.cluster.local:8080</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How replicas were scaled lately.</summary>
    public ScalingStatus? Scaling { get; init; }
}

/// <summary>Who asked for how much.</summary>
public sealed record ConsumerStatus
{
    /// <summary>The kind of the object.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name, in the namespace of the pool.</summary>
    public required string Name { get; init; }

    /// <summary>Accelerators that its pods hold now.</summary>
    public required int Accelerators { get; init; }

    /// <summary>Verifiers that these alone would ask for; the floor is rounded once, over all.</summary>
    public required int Replicas { get; init; }
}
