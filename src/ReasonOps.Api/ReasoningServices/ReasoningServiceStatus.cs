using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>What there is, as the operator last saw it.</summary>
public sealed record ReasoningServiceStatus
{
    /// <summary>The generation of the spec that all of this is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>One of each type, <c>Ready</c> first.</summary>
    [KeyedBy("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Engine replicas that exist; the scale subresource reads it.</summary>
    public int? Replicas { get; init; }

    /// <summary>Engine replicas that are ready.</summary>
    public int? ReadyReplicas { get; init; }

    /// <summary>Ready of wanted engine replicas, as <c>3/3</c>.</summary>
    public string? Engines { get; init; }

    /// <summary>A label selector of the engine pods, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary>How an answer is reached for tenants that say nothing else.</summary>
    public string? Strategy { get; init; }

    /// <summary>Chains that vote for tenants that say nothing else.</summary>
    public int? Votes { get; init; }

    /// <summary>KV tokens in use of KV tokens that fit, over all replicas, as <c>71%</c>.</summary>
    public string? KeyValueOccupancy { get; init; }

    /// <summary>Where tenants reach the service, as <c>http://math.team-a/v1</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How replicas were scaled lately.</summary>
    public ScalingStatus? Scaling { get; init; }
}

/// <summary>How replicas were scaled lately.</summary>
/// <param name="History">The last five decisions, newest first.</param>
public sealed record ScalingStatus(IReadOnlyList<ScalingDecision>? History = null);

/// <summary>Kubernetes' <c>metav1.Condition</c>, with its rules.</summary>
public sealed record Condition
{
    /// <summary>What is told of, in CamelCase: <c>Ready</c>, <c>Accepted</c> and the like.</summary>
    [Length(0, 316)]
    [Pattern(@"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$", "is not the type of a condition")]
    public required string Type { get; init; }

    /// <summary>Whether it holds.</summary>
    [OneOf("True", "False", "Unknown")]
    public required string Status { get; init; }

    /// <summary>The generation of the spec that this is about.</summary>
    [Bounds(0)]
    public long? ObservedGeneration { get; init; }

    /// <summary>When the status last changed from one to another.</summary>
    public required DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, for machines: stable CamelCase.</summary>
    [Length(1, 1024), Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", "is not a reason; write it in CamelCase")]
    public required string Reason { get; init; }

    /// <summary>Why, for people; may be empty.</summary>
    [Length(0, 32768)]
    public required string Message { get; init; }
}

/// <summary>One change of how many replicas there are to be.</summary>
public sealed record ScalingDecision
{
    /// <summary>When it was taken.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Replicas before it.</summary>
    public required int From { get; init; }

    /// <summary>Replicas after it.</summary>
    public required int To { get; init; }

    /// <summary>Why, with the figures that decided it.</summary>
    public string? Reason { get; init; }
}
