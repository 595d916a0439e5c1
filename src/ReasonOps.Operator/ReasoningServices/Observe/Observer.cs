using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>The only reader: what a pass knows of the world, from caches.</summary>
public sealed class Observer(ChildCaches children, SecretReader secrets)
{
    public async Task<Observed> ObserveAsync(V1Alpha1ReasoningService service, CancellationToken cancellation)
    {
        var key = ObjectKey.Of(service);
        return new()
        {
            Secrets = await secrets.ReadAsync(key, SecretNames.Of(service.Spec), cancellation),
            Served = children.Served,
            Children = [.. children.OwnedBy(service.Metadata.Uid!)],
            Pods = [.. children.PodsOf(key)],
        };
    }

    public void Forget(ObjectKey service) => secrets.Forget(service);

    /// <summary>Those without which nothing can be observed.</summary>
    public InformerSet Needed => new([.. children.NeededInformers.Informers, secrets.Informer]);
}
