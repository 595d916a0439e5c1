using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>What there is, as the operator last saw it.</summary>
public sealed record ReasoningServiceStatus : IObjectStatus
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
