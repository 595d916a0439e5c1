namespace ReasonOps.Kubernetes.Apply;

/// <summary>An object with a child's name is there and belongs to somebody else; it is left alone.</summary>
public sealed class ChildConflictException(string message) : Exception(message);
