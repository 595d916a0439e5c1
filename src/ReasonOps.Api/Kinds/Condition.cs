using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.Kinds;

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
