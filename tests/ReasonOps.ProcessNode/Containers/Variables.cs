using System.Text;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>The environment of a container, and <c>$(NAME)</c> in its command.</summary>
internal static class Variables
{
    /// <exception cref="NotYetException">A ConfigMap, a Secret or a key of them is not there.</exception>
    public static Dictionary<string, string> Of(V1Pod pod, V1Container container, NodeContext node, string address)
    {
        var variables = new Dictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
            foreach (var (name, value) in All(pod.Metadata.Namespace!, source, node)) variables[$"{source.Prefix}{name}"] = value;
        foreach (var variable in container.Env ?? [])
            if (Value(pod, variable, variables, node, address) is { } value) variables[variable.Name!] = value;
        return variables;
    }

    /// <summary><c>$(NAME)</c> for what is known; <c>$$</c> is a dollar sign, and what is unknown stays.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith("$$")) (_, at) = (expanded.Append('$'), at + 1);
            else if (rest.StartsWith("$(") && rest.IndexOf(')') is > 0 and var end && variables.TryGetValue(rest[2..end].ToString(), out var value))
                (_, at) = (expanded.Append(value), at + end);
            else expanded.Append(text[at]);
        }
        return expanded.ToString();
    }

    private static string? Value(V1Pod pod, V1EnvVar variable, Dictionary<string, string> before, NodeContext node, string address) => variable.ValueFrom switch
    {
        null => Expand(variable.Value ?? "", before),
        { FieldRef: { } field } => PodFields.Read(pod, field, node, address),
        { SecretKeyRef: { } key } => Entry("secret", key.Name!, key.Key!, key.Optional, Secret(pod.Metadata.Namespace!, key.Name!, node)),
        { ConfigMapKeyRef: { } key } => Entry("configmap", key.Name!, key.Key!, key.Optional, ConfigMap(pod.Metadata.Namespace!, key.Name!, node)),
        _ => throw new NotYetException("CreateContainerConfigError", $"env {variable.Name}: this node reads fields, ConfigMaps and Secrets only"),
    };

    private static IReadOnlyDictionary<string, string> All(string @namespace, V1EnvFromSource source, NodeContext node)
    {
        var (kind, name, optional, entries) = source switch
        {
            { SecretRef: { } secret } => ("secret", secret.Name, secret.Optional, Secret(@namespace, secret.Name!, node)),
            { ConfigMapRef: { } map } => ("configmap", map.Name, map.Optional, ConfigMap(@namespace, map.Name!, node)),
            _ => ("nothing", "", true, null),
        };
        return entries ?? (optional == true ? new Dictionary<string, string>() : throw Missing($"{kind} \"{name}\" not found"));
    }

    private static string? Entry(string kind, string name, string key, bool? optional, IReadOnlyDictionary<string, string>? entries)
    {
        if (entries?.TryGetValue(key, out var value) == true) return value;
        if (optional == true) return null;
        throw Missing(entries is null ? $"{kind} \"{name}\" not found" : $"couldn't find key {key} in {kind} {name}");
    }

    private static NotYetException Missing(string message) => new("CreateContainerConfigError", message);

    private static Dictionary<string, string>? Secret(string @namespace, string name, NodeContext node) =>
        node.Cluster.Secrets.Get(new(@namespace, name)) is { } secret
            ? (secret.Data ?? new Dictionary<string, byte[]>()).ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(pair.Value)) : null;

    private static IReadOnlyDictionary<string, string>? ConfigMap(string @namespace, string name, NodeContext node) =>
        node.Cluster.ConfigMaps.Get(new(@namespace, name)) is { } map ? map.Data ?? new Dictionary<string, string>() : null;
}
