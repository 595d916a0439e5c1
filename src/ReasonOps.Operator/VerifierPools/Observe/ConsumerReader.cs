using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>Who asks a pool: those that it names, and the services and jobs that name it. Read without judging.</summary>
public sealed class ConsumerReader(ChildCaches children, IInformer<V1Alpha1ReasoningService> services, IInformer<V1Alpha1RolloutJob> rollouts)
{
    public IReadOnlyList<Consumer> Read(V1Alpha1VerifierPool pool)
    {
        var asking = services.All.Where(service => IsBeside(pool, service) && ServiceObserver.PoolName(service.Spec) == pool.Metadata.Name)
            .Select(service => (Kind: OwnerKind.Service.Name, Name: service.Metadata.Name!));
        var drawing = rollouts.All.Where(job => IsBeside(pool, job) && RolloutReferences.PoolName(job.Spec) == pool.Metadata.Name)
            .Select(job => (Kind: OwnerKind.Rollout.Name, Name: job.Metadata.Name!));
        // An engine's accelerators count once, whoever draws from it.
        var counted = new HashSet<string>(StringComparer.Ordinal);
        return [.. Named(pool).Concat(asking).Concat(drawing).Distinct()
            .OrderBy(consumer => consumer.Kind, StringComparer.Ordinal).ThenBy(consumer => consumer.Name, StringComparer.Ordinal)
            .Select(consumer => Of(consumer.Kind, new(pool.Metadata.Namespace, consumer.Name), counted))];
    }

    /// <summary>Whether a pool's size depends on this service.</summary>
    internal static bool Serves(V1Alpha1VerifierPool pool, V1Alpha1ReasoningService service) =>
        IsBeside(pool, service)
        && (ServiceObserver.PoolName(service.Spec) == pool.Metadata.Name || Named(pool).Contains((OwnerKind.Service.Name, service.Metadata.Name!)));

    /// <summary>Whether a pool's size depends on this job.</summary>
    internal static bool Serves(V1Alpha1VerifierPool pool, V1Alpha1RolloutJob job) =>
        IsBeside(pool, job)
        && (RolloutReferences.PoolName(job.Spec) == pool.Metadata.Name || Named(pool).Contains((OwnerKind.Rollout.Name, job.Metadata.Name!)));

    /// <summary>Whether a pool's size depends on this service since a job draws from it.</summary>
    internal static bool DrawsFor(V1Alpha1VerifierPool pool, V1Alpha1RolloutJob job, V1Alpha1ReasoningService service) =>
        Serves(pool, job) && IsBeside(pool, service) && RolloutReferences.ServiceName(job.Spec) == service.Metadata.Name;

    private static bool IsBeside(V1Alpha1VerifierPool pool, IKubernetesObject other) => pool.Metadata.Namespace == other.Metadata.Namespace;

    private static IEnumerable<(string Kind, string Name)> Named(V1Alpha1VerifierPool pool) => pool.Spec.At("sizing", "serves").Entries()
        .Select(each => (Kind: each.At("kind").Text(), Name: each.At("name").Text()))
        .Where(each => each is { Kind: not null, Name.Length: > 0 }).Select(each => (each.Kind!, each.Name!));

    private Consumer Of(string kind, ObjectKey key, HashSet<string> counted)
    {
        if (kind == OwnerKind.Rollout.Name)
            return rollouts.Get(key) is not { } job ? new(kind, key.Name, IsThere: false, 0)
                : new(kind, key.Name, IsThere: true, RolloutReferences.Draws(job) && RolloutReferences.ServiceName(job.Spec) is { } drawn ? Held(new(key.Namespace, drawn), counted) : 0);
        return services.Get(key) is null ? new(kind, key.Name, IsThere: false, 0) : new(kind, key.Name, IsThere: true, Held(key, counted));
    }

    private int Held(ObjectKey service, HashSet<string> counted) =>
        services.Get(service) is { } found && counted.Add(service.Name) ? HeldAccelerators.Of(found.Spec, children.PodsOf(new(OwnerKind.Service, service))) : 0;
}
