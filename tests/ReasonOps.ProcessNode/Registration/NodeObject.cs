using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Registration;

/// <summary>The Node, as the kubelet registers one.</summary>
internal sealed class NodeObject(NodeOptions options, KubernetesClient client, string address)
{
    private static readonly EntityType Type = EntityType.Of<V1Node>();

    public async Task RegisterAsync(CancellationToken cancellation)
    {
        var node = Whole(TimeProvider.System.GetUtcNow());
        try
        {
            await client.CreateAsync(Type, node, cancellation);
        }
        catch (KubernetesException exists) when (exists.IsConflict)
        {
            var status = JsonSerializer.SerializeToNode(node.Status, client.Json);
            await client.PatchAsync(Type, null, options.Name, new JsonObject { ["status"] = status }, "status", cancellation);
        }
    }

    private V1Node Whole(DateTimeOffset now) => new()
    {
        Metadata = new()
        {
            Name = options.Name,
            Labels = new Dictionary<string, string>
            {
                ["kubernetes.io/hostname"] = options.Name, ["kubernetes.io/os"] = "linux", ["kubernetes.io/arch"] = "amd64",
            },
        },
        Status = new()
        {
            Capacity = options.Resources,
            Allocatable = options.Resources,
            Addresses = [new() { Type = "InternalIP", Address = address }, new() { Type = "Hostname", Address = options.Name }],
            Conditions =
            [
                Condition("Ready", "True", "KubeletReady", now), Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", now),
                Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", now), Condition("PIDPressure", "False", "KubeletHasSufficientPID", now),
            ],
            NodeInfo = new()
            {
                MachineID = options.Name, SystemUUID = options.Name, BootID = $"{Environment.ProcessId}", KernelVersion = Environment.OSVersion.Version.ToString(),
                OsImage = "processes", ContainerRuntimeVersion = "process://1", KubeletVersion = "v0.0.0", KubeProxyVersion = "v0.0.0", OperatingSystem = "linux",
                Architecture = "amd64",
            },
        },
    };

    private static V1Condition Condition(string type, string status, string reason, DateTimeOffset now) =>
        new() { Type = type, Status = status, Reason = reason, Message = "", LastHeartbeatTime = now, LastTransitionTime = now };
}
