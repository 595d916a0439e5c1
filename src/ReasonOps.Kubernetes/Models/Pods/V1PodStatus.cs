namespace ReasonOps.Kubernetes.Models;

public sealed record V1PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; init; }
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public string? HostIP { get; init; }
    public string? PodIP { get; init; }
    public IReadOnlyList<V1PodIP>? PodIPs { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public string? QosClass { get; init; }
    public string? NominatedNodeName { get; init; }
    public long? ObservedGeneration { get; init; }
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
    public IReadOnlyList<V1ContainerStatus>? InitContainerStatuses { get; init; }
    public IReadOnlyList<V1ContainerStatus>? ContainerStatuses { get; init; }
}

public sealed record V1PodIP
{
    public string? Ip { get; init; }
}

public sealed record V1ContainerStatus
{
    public string? Name { get; init; }
    public bool Ready { get; init; }
    public bool? Started { get; init; }
    public int RestartCount { get; init; }
    public string? Image { get; init; }
    public string? ImageID { get; init; }
    public string? ContainerID { get; init; }
    public V1ContainerState? State { get; init; }

    /// <summary>How it ended the time before.</summary>
    public V1ContainerState? LastState { get; init; }
}

/// <summary>One of the three.</summary>
public sealed record V1ContainerState
{
    public V1ContainerStateWaiting? Waiting { get; init; }
    public V1ContainerStateRunning? Running { get; init; }
    public V1ContainerStateTerminated? Terminated { get; init; }
}

public sealed record V1ContainerStateWaiting
{
    /// <summary>As <c>ImagePullBackOff</c>, <c>CrashLoopBackOff</c>.</summary>
    public string? Reason { get; init; }
    public string? Message { get; init; }
}

public sealed record V1ContainerStateRunning
{
    public DateTimeOffset? StartedAt { get; init; }
}

public sealed record V1ContainerStateTerminated
{
    public int ExitCode { get; init; }
    public int? Signal { get; init; }

    /// <summary>As <c>OOMKilled</c>, <c>Error</c>, <c>Completed</c>.</summary>
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? ContainerID { get; init; }
}
