namespace ReasonOps.Api.Kinds;

/// <summary>How replicas were scaled lately.</summary>
/// <param name="History">The last five decisions, newest first.</param>
public sealed record ScalingStatus(IReadOnlyList<ScalingDecision>? History = null);

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
