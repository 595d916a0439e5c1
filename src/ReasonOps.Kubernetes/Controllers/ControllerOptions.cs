using ReasonOps.Kubernetes.Queues;

namespace ReasonOps.Kubernetes.Controllers;

/// <param name="Name">In logs, metrics and health: <c>reasoningservices</c>.</param>
public sealed record ControllerOptions(string Name)
{
    /// <summary>Keys worked on at a time.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Of one pass over a key, whose token ends then.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Of failing keys.</summary>
    public Backoff Backoff { get; init; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(5));
}
