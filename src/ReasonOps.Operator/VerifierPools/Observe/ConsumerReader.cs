using ReasonOps.Api.VerifierPools;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>Who asks a pool: those that it names, and the services that name it. Read without judging.</summary>
public sealed class ConsumerReader(ChildCaches children, IInformer<V1Alpha1ReasoningService> services)
{
    public IReadOnlyList<Consumer> Read(V1Alpha1VerifierPool pool)
    {
        var asking = services.All.Where(service => service.Metadata.Namespace == pool.Metadata.Namespace && ServiceObserver.PoolName(service.Spec) == pool.Metadata.Name)
            .Select(service => (Kind: OwnerKind.Service.Name, Name: service.Metadata.Name!));
        return [.. Named(pool).Concat(asking).Distinct()
            .OrderBy(consumer => consumer.Kind, StringComparer.Ordinal).ThenBy(consumer => consumer.Name, StringComparer.Ordinal)
            .Select(consumer => Of(consumer.Kind, new(pool.Metadata.Namespace, consumer.Name)))];
    }

    /// <summary>Whether a pool's size depends on this service.</summary>
    internal static bool Serves(V1Alpha1VerifierPool pool, V1Alpha1ReasoningService service) =>
        pool.Metadata.Namespace == service.Metadata.Namespace
        && (ServiceObserver.PoolName(service.Spec) == pool.Metadata.Name || Named(pool).Contains((OwnerKind.Service.Name, service.Metadata.Name!)));

    private static IEnumerable<(string Kind, string Name)> Named(V1Alpha1VerifierPool pool) => pool.Spec.At("sizing", "serves").Entries()
        .Select(each => (Kind: each.At("kind").Text(), Name: each.At("name").Text()))
        .Where(each => each is { Kind: not null, Name.Length: > 0 }).Select(each => (each.Kind!, each.Name!));

    private Consumer Of(string kind, ObjectKey key)
    {
        // No other kind runs pods in this version; that is told where the spec is read.
        if (kind != nameof(ConsumerKind.ReasoningService)) return new(kind, key.Name, IsThere: true, 0);
        return services.Get(key) is not { } service
            ? new(kind, key.Name, IsThere: false, 0)
            : new(kind, key.Name, IsThere: true, HeldAccelerators.Of(service.Spec, children.PodsOf(new(OwnerKind.Service, key))));
    }
}
