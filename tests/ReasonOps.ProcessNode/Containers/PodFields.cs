using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>The downward API.</summary>
internal static class PodFields
{
    /// <exception cref="NotYetException">It is no field that a pod can be told of itself.</exception>
    public static string Read(V1Pod pod, V1ObjectFieldSelector? field, NodeContext node, string address) => field?.FieldPath switch
    {
        "metadata.name" => pod.Metadata.Name!,
        "metadata.namespace" => pod.Metadata.Namespace!,
        "metadata.uid" => pod.Metadata.Uid!,
        "metadata.labels" => Lines(pod.Metadata.Labels),
        "metadata.annotations" => Lines(pod.Metadata.Annotations),
        "spec.nodeName" => node.Options.Name,
        "spec.serviceAccountName" => pod.Spec!.ServiceAccountName ?? "default",
        "status.podIP" or "status.podIPs" => address,
        "status.hostIP" or "status.hostIPs" => node.Addresses.Host,
        { } path when Subscript(path, "metadata.labels") is { } key => pod.Metadata.Labels?.GetValueOrDefault(key) ?? "",
        { } path when Subscript(path, "metadata.annotations") is { } key => pod.Metadata.Annotations?.GetValueOrDefault(key) ?? "",
        var path => throw new NotYetException("CreateContainerConfigError", $"fieldPath \"{path}\" is not known to this node"),
    };

    /// <summary>Of <c>metadata.labels['app']</c>.</summary>
    private static string? Subscript(string path, string of) =>
        path.StartsWith($"{of}['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(of.Length + 2)..^2] : null;

    private static string Lines(IReadOnlyDictionary<string, string>? map) =>
        string.Join('\n', (map ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}=\"{pair.Value}\""));
}
