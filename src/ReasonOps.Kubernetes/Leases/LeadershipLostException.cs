namespace ReasonOps.Kubernetes.Leases;

/// <summary>Somebody else leads, or soon may; the process must end, since it cannot know what it still has under way.</summary>
public sealed class LeadershipLostException(string message) : Exception(message);
