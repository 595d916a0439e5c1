namespace ReasonOps.Api.ReasoningServices;

public sealed record ReasoningServiceStatus
{
    public long? ObservedGeneration { get; init; }

    /// <summary>One of each type, <c>Ready</c> first.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
    public int? Replicas { get; init; }
    public int? ReadyReplicas { get; init; }

    /// <summary>KV tokens in use / KV tokens that fit, 0 to 1.</summary>
    public double? KeyValueOccupancy { get; init; }
    public string? Endpoint { get; init; }

    /// <summary>The last five, newest first.</summary>
    public IReadOnlyList<ScalingDecision>? ScalingDecisions { get; init; }
}

/// <summary>Kubernetes' <c>metav1.Condition</c>.</summary>
public sealed record Condition
{
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }
    public long? ObservedGeneration { get; init; }
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Stable CamelCase; for machines.</summary>
    public string? Reason { get; init; }
    public string? Message { get; init; }
}

public sealed record ScalingDecision
{
    public required DateTimeOffset Time { get; init; }
    public required int From { get; init; }
    public required int To { get; init; }
    public string? Reason { get; init; }
}
