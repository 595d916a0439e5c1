using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

[KubernetesEntity(ApiVersion = "v1", Kind = "Event", PluralName = "events")]
public sealed record Corev1Event : IKubernetesObject
{
    public string? ApiVersion { get => field ?? "v1"; init; }
    public string? Kind { get => field ?? "Event"; init; }
    public V1ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>What it happened to.</summary>
    public V1ObjectReference? InvolvedObject { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Stable CamelCase.</summary>
    public string? Reason { get; init; }

    /// <summary>For people.</summary>
    public string? Message { get; init; }

    /// <summary>What was done about it.</summary>
    public string? Action { get; init; }
    public int? Count { get; init; }
    public DateTimeOffset? FirstTimestamp { get; init; }
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>When it was first seen, to the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }
    public V1EventSource? Source { get; init; }
    public Corev1EventSeries? Series { get; init; }
    public string? ReportingComponent { get; init; }
    public string? ReportingInstance { get; init; }
}

public sealed record V1EventSource
{
    public string? Component { get; init; }
    public string? Host { get; init; }
}

public sealed record Corev1EventSeries
{
    public int? Count { get; init; }

    /// <summary>To the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? LastObservedTime { get; init; }
}
