namespace ReasonOps.Api.ReasoningServices;

public sealed record ReasoningServiceStatus
{
    public long? ObservedGeneration { get; init; }

    /// <summary>One of each type, <c>Ready</c> first.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Engine replicas that exist; the scale subresource reads it.</summary>
    public int? Replicas { get; init; }
    public int? ReadyReplicas { get; init; }

    /// <summary>Ready of wanted engine replicas, as <c>3/3</c>.</summary>
    public string? Engines { get; init; }

    /// <summary>Of the engine pods, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary>What a tenant that says nothing else gets.</summary>
    public string? Strategy { get; init; }
    public int? Votes { get; init; }

    /// <summary>KV tokens in use of KV tokens that fit, over all replicas, as <c>71%</c>.</summary>
    public string? KeyValueOccupancy { get; init; }

    /// <summary>As <c>http://math.team-a/v1</c>.</summary>
    public string? Endpoint { get; init; }
    public ScalingStatus? Scaling { get; init; }
}

/// <param name="History">The last five decisions, newest first.</param>
public sealed record ScalingStatus(IReadOnlyList<ScalingDecision>? History = null);

/// <summary>Kubernetes' <c>metav1.Condition</c>.</summary>
public sealed record Condition
{
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }
    public long? ObservedGeneration { get; init; }
    public required DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Stable CamelCase; for machines.</summary>
    public required string Reason { get; init; }
    public required string Message { get; init; }
}

public sealed record ScalingDecision
{
    public required DateTimeOffset Time { get; init; }
    public required int From { get; init; }
    public required int To { get; init; }
    public string? Reason { get; init; }
}
