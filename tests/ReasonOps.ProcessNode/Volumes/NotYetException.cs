namespace ReasonOps.ProcessNode.Volumes;

/// <summary>Something that a pod names is not there, or cannot be had here; it is looked for again.</summary>
internal sealed class NotYetException(string reason, string message) : Exception(message)
{
    /// <summary>As a container's status shows it: <c>CreateContainerConfigError</c>, <c>ErrImagePull</c>.</summary>
    public string Reason => reason;
}
