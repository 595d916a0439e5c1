using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

/// <summary>One thing that is so, or not, or not known; of Pods, Deployments, Nodes and their like.</summary>
public sealed record V1Condition
{
    public string? Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Stable CamelCase.</summary>
    public string? Reason { get; init; }

    /// <summary>For people.</summary>
    public string? Message { get; init; }
    public long? ObservedGeneration { get; init; }
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Of a Deployment.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Of a Node.</summary>
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    [JsonIgnore]
    public bool IsTrue => Status == "True";
}

public sealed record V1LabelSelector
{
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }
    public IReadOnlyList<V1LabelSelectorRequirement>? MatchExpressions { get; init; }
}

public sealed record V1LabelSelectorRequirement
{
    public string? Key { get; init; }

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    [JsonPropertyName("operator")]
    public string? OperatorProperty { get; init; }
    public IReadOnlyList<string>? Values { get; init; }
}
