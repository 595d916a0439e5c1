using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Names;
using ReasonOps.ProcessNode.Pods;
using ReasonOps.ProcessNode.Registration;

namespace ReasonOps.ProcessNode;

/// <summary>Registers, keeps its lease, and runs the pods that are bound to it.</summary>
public sealed class Node(NodeOptions options)
{
    /// <param name="ready">Called once pods can come.</param>
    /// <param name="cancellation">Ends the node as a power cut would: its processes are killed, nobody is told.</param>
    public async Task RunAsync(Action ready, CancellationToken cancellation)
    {
        using var client = new KubernetesClient(options.Cluster, new() { UserAgent = "process-node", QueriesPerSecond = 200, Burst = 400 });
        var cluster = new ClusterView(Follow<V1Pod>(client), Follow<V1Service>(client), Follow<V1ConfigMap>(client), Follow<V1Secret>(client));
        var addresses = new AddressRange();
        var hosts = new HostsFiles(Path.Combine(options.Folder, "hosts"), cluster);
        var pods = new PodTable(new(options, client, cluster, addresses, hosts));
        cluster.Pods.Changed += change => pods.Told(change);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var informers = new InformerSet(cluster.Informers);
        // Pods may come with the first list, and look for their ConfigMaps and names.
        List<Task> running = [informers.RunAsync(stop.Token), hosts.RunAsync(stop.Token), new NodeLease(options, client).RunAsync(stop.Token)];
        try
        {
            await informers.WaitForSyncAsync(stop.Token);
            await new NodeObject(options, client, addresses.Host).RegisterAsync(stop.Token);
            ready();
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked for.
        }
        finally
        {
            await stop.CancelAsync();
            await pods.KillAsync();
        }
    }

    private static Informer<T> Follow<T>(KubernetesClient client) where T : class, IKubernetesObject =>
        new(client, EntityType.Of<T>(), null, TimeProvider.System, NullLogger<Informer<T>>.Instance);
}

/// <summary>What a node needs to know of the cluster, from memory.</summary>
internal sealed record ClusterView(Informer<V1Pod> Pods, Informer<V1Service> Services, Informer<V1ConfigMap> ConfigMaps, Informer<V1Secret> Secrets)
{
    public IReadOnlyList<IInformer> Informers => [Pods, Services, ConfigMaps, Secrets];
}
