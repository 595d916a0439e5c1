using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Names;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ProcessNode.Pods;

/// <summary>What all pods of a node share.</summary>
internal sealed record NodeContext(NodeOptions Options, KubernetesClient Client, ClusterView Cluster, AddressRange Addresses, HostsFiles Hosts)
{
    public ServiceAccountTokens Tokens { get; } = new(Client);
}

/// <summary>One pod on its node.</summary>
/// <param name="Folder">Its logs, and its volumes below.</param>
internal sealed record PodPlace(NodeContext Node, V1Pod Pod, string Folder, string Address)
{
    public string Volumes => Path.Combine(Folder, "volumes");
}
