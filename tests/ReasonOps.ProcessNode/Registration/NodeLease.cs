using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Registration;

/// <summary>The sign of life that kube-controller-manager waits for.</summary>
internal sealed class NodeLease(NodeOptions options, KubernetesClient client)
{
    private const string Namespace = "kube-node-lease";
    private static readonly EntityType Type = EntityType.Of<V1Lease>();
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
            await Task.Delay(await TryRenewAsync(cancellation) ? Period : Pause, cancellation);
    }

    private async Task<bool> TryRenewAsync(CancellationToken cancellation)
    {
        try
        {
            var spec = new V1LeaseSpec { HolderIdentity = options.Name, LeaseDurationSeconds = 40, RenewTime = TimeProvider.System.GetUtcNow() };
            if (await client.GetAsync<V1Lease>(Type, Namespace, options.Name, cancellation) is { } held)
                await client.ReplaceAsync(Type, held with { Spec = spec }, cancellation);
            else
                await client.CreateAsync(Type, new V1Lease { Metadata = new() { Namespace = Namespace, Name = options.Name }, Spec = spec }, cancellation);
            return true;
        }
        catch (KubernetesException)
        {
            return false; // the server is away, or its namespace is not yet there
        }
    }
}
