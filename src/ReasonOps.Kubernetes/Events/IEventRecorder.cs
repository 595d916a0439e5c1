namespace ReasonOps.Kubernetes.Events;

/// <summary>
/// Tells people what happened to an object (<c>kubectl describe</c>). Never blocks and never fails: events are merged, and dropped when too many.
/// </summary>
public interface IEventRecorder
{
    /// <param name="about">With kind, name, namespace and UID.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">Stable CamelCase.</param>
    /// <param name="message">For people.</param>
    void Record(ObjectReference about, EventType type, string reason, string message);
}

public sealed record ObjectReference(string ApiVersion, string Kind, string? Namespace, string Name, string? Uid, string? ResourceVersion = null);

public enum EventType
{
    Normal,
    Warning,
}
