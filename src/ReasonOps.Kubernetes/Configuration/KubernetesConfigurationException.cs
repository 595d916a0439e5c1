namespace ReasonOps.Kubernetes.Configuration;

/// <summary>Why no cluster can be reached with what was found; names the file, the field, the value (never a secret) and the way out.</summary>
public sealed class KubernetesConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
