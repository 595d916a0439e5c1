using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Caches;

/// <summary>The only reader: what a pass knows of the children of an object of ours, of its pods and of Secrets that it names, from caches.</summary>
public sealed class Observer(ChildCaches children, SecretReader secrets)
{
    public async Task<Observed> ObserveAsync(OwnerKey owner, string uid, IReadOnlyList<SecretReference> named, CancellationToken cancellation) => new()
    {
        Secrets = await secrets.ReadAsync(owner, named, cancellation),
        Served = children.Served,
        Children = [.. children.OwnedBy(uid)],
        Pods = [.. children.PodsOf(owner)],
    };

    /// <summary>Of another object of ours.</summary>
    public IEnumerable<Kubernetes.Models.ApiObject> PodsOf(OwnerKey owner) => children.PodsOf(owner);

    public void Forget(OwnerKey owner) => secrets.Forget(owner);

    /// <summary>Those without which nothing can be observed.</summary>
    public InformerSet Needed => new([.. children.NeededInformers.Informers, secrets.Informer]);
}
