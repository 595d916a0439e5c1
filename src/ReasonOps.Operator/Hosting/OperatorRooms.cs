using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Hosting;

/// <summary>All that works on our kinds: what they share (caches of children and Secrets), a room each, and what one kind wakes in the other.</summary>
internal sealed class OperatorRooms : IAsyncDisposable
{
    private const string FieldManager = "reasonops";

    /// <summary>For kinds that a cluster may lack; without them at first, an owner would be told that they are not served.</summary>
    private static readonly TimeSpan OptionalKinds = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly SecretReader _secrets;
    private readonly Observer _observer;
    private readonly LoadReader _loads;
    private readonly ServiceLoadReader _serviceLoads;
    private readonly ScalingMeter _scaling = new();
    private readonly KindRoom<V1Alpha1ReasoningService> _services;
    private readonly KindRoom<V1Alpha1VerifierPool> _pools;
    private readonly PartitionReader _partitions;
    private readonly KindRoom<V1Alpha1RolloutJob> _rollouts;

    public OperatorRooms(OperatorOptions options, IKubernetesClient client, IEventRecorder events, Heartbeat heartbeat, ILoggerFactory loggers)
    {
        _time = options.Time;
        var informers = new InformerFactory(client, options.Namespaces, _time, loggers);
        Caches = new(informers, loggers.CreateLogger<ChildCaches>());
        _secrets = new(client, informers);
        _observer = new(Caches, _secrets);
        _loads = new(_time);
        _serviceLoads = new(options.Services, _time);
        var services = informers.Make<V1Alpha1ReasoningService>(EntityType.Of<V1Alpha1ReasoningService>());
        var pools = informers.Make<V1Alpha1VerifierPool>(EntityType.Of<V1Alpha1VerifierPool>());
        var rollouts = informers.Make<V1Alpha1RolloutJob>(EntityType.Of<V1Alpha1RolloutJob>());
        _partitions = new(options.Rollouts, _time);
        var children = new ChildrenWriter(
            new ChildApplier(client, FieldManager, loggers.CreateLogger<ChildApplier>()), new(client, loggers.CreateLogger<ChildPruner>()),
            loggers.CreateLogger<ChildrenWriter>());
        var statuses = new StatusWriter(client, _time);
        var service = new ServiceController(
            new(_observer, pools, rollouts, _serviceLoads), children, new(client, loggers.CreateLogger<LeavingPods>()), statuses, events, options.Workloads, options.Services, _scaling, _time);
        var pool = new PoolController(new(_observer, new(Caches, services, rollouts), _loads), children, statuses, events, options.Workloads, options.Pools, _time);
        var rollout = new RolloutController(
            new(_observer, services, pools, _partitions), children, statuses, events, options.Workloads, options.Rollouts, _time);
        rollout.KindMissing += () => KindMissing?.Invoke();
        service.KindMissing += () => KindMissing?.Invoke();
        pool.KindMissing += () => KindMissing?.Invoke();
        _services = new(services, service, "reasoningservices", options, client, heartbeat, loggers);
        _pools = new(pools, pool, "verifierpools", options, client, heartbeat, loggers);
        _rollouts = new(rollouts, rollout, "rolloutjobs", options, client, heartbeat, loggers);
        Caches.Changed += WakeOwner;
        Caches.KindsChanged += WakeAll;
        _secrets.Changed += owner => Wake(owner, settled: true);
        services.Changed += WakePools;
        services.Changed += WakeRollouts;
        pools.Changed += WakeServices;
        pools.Changed += WakeRollouts;
        rollouts.Changed += WakeOthers;
    }

    /// <summary>An apply found that a kind is not served: discovery is out of date.</summary>
    public event Action? KindMissing;

    public ChildCaches Caches { get; }

    public IReadOnlyCollection<V1Alpha1ReasoningService> Services => _services.Objects.All;

    public IReadOnlyCollection<V1Alpha1VerifierPool> Pools => _pools.Objects.All;

    public IReadOnlyList<string> NotSynced => Needed.NotSynced;

    private InformerSet Needed => new([_services.Objects, _pools.Objects, _rollouts.Objects, .. _observer.Needed.Informers]);

    /// <summary>Keeps the caches of our kinds and of Secrets until cancelled; those of children begin with <see cref="ChildCaches.FollowAsync"/>.</summary>
    public Task FollowAsync(CancellationToken cancellation) => new InformerSet(_services.Objects, _pools.Objects, _rollouts.Objects, _secrets.Informer).RunAsync(cancellation);

    /// <summary>Works on all objects until cancelled; once.</summary>
    /// <param name="lost">Ends passes under way too.</param>
    public async Task WorkAsync(CancellationToken cancellation, CancellationToken lost)
    {
        await Needed.WaitForSyncAsync(cancellation);
        await Caches.WaitForOptionalAsync(OptionalKinds, _time, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] rooms = [_services.RunAsync(stop.Token, lost), _pools.RunAsync(stop.Token, lost), _rollouts.RunAsync(stop.Token, lost)];
        // One that ends by itself has failed, and takes the others with it.
        await Task.WhenAny(rooms);
        await stop.CancelAsync();
        await Task.WhenAll(rooms);
    }

    public async ValueTask DisposeAsync()
    {
        _services.Dispose();
        _pools.Dispose();
        _rollouts.Dispose();
        _partitions.Dispose();
        _loads.Dispose();
        _serviceLoads.Dispose();
        _scaling.Dispose();
        await Caches.DisposeAsync();
    }

    /// <summary>An engine pod that came, or went, is accelerators held by a consumer of pools.</summary>
    private void WakeOwner(Change<ApiObject> change)
    {
        foreach (var live in new[] { change.Old, change.New })
        {
            if (live is null || OwnerKind.OwnerOf(live) is not { } owner) continue;
            Wake(owner, settled: false);
            if (live.Metadata.Labels?.GetValueOrDefault(ChildObject.ComponentLabel) == ChildObject.Engine && live.Kind is null or "Pod"
                && _services.Objects.Get(owner.Key) is { } service)
                _pools.WakeAll(pool => ConsumerReader.Serves(pool, service) || _rollouts.Objects.All.Any(job => ConsumerReader.DrawsFor(pool, job, service)));
        }
    }

    private void WakePools(Change<V1Alpha1ReasoningService> change)
    {
        // A status that changed is not of the pools' business.
        if (change is { Old: { } old, New: { } now } && old.Metadata.Generation == now.Metadata.Generation) return;
        foreach (var service in new[] { change.Old, change.New }.OfType<V1Alpha1ReasoningService>())
            _pools.WakeAll(pool => ConsumerReader.Serves(pool, service));
    }

    /// <summary>One that begins, or ends, holds accelerators or lets them go, and wants an engine or no longer does.</summary>
    private void WakeOthers(Change<V1Alpha1RolloutJob> change)
    {
        if (change is { Old: { } old, New: { } now } && old.Metadata.Generation == now.Metadata.Generation && RolloutReferences.Draws(old) == RolloutReferences.Draws(now)) return;
        foreach (var job in new[] { change.Old, change.New }.OfType<V1Alpha1RolloutJob>())
        {
            _pools.WakeAll(pool => ConsumerReader.Serves(pool, job));
            _services.WakeAll(service => RolloutReferences.DrawsFrom(job, service));
        }
    }

    private void WakeRollouts(Change<V1Alpha1ReasoningService> change)
    {
        if (change is { Old: { } old, New: { } now } && old.Metadata.Generation == now.Metadata.Generation) return;
        _rollouts.WakeAll(job => job.Metadata.Namespace == change.Object.Metadata.Namespace && RolloutReferences.ServiceName(job.Spec) == change.Object.Metadata.Name);
    }

    private void WakeRollouts(Change<V1Alpha1VerifierPool> change)
    {
        if (change is { Old: { } old, New: { } now } && old.Metadata.Generation == now.Metadata.Generation) return;
        _rollouts.WakeAll(job => job.Metadata.Namespace == change.Object.Metadata.Namespace && RolloutReferences.PoolName(job.Spec) == change.Object.Metadata.Name);
    }

    private void WakeServices(Change<V1Alpha1VerifierPool> change) => _services.WakeAll(service =>
        service.Metadata.Namespace == change.Object.Metadata.Namespace && ServiceObserver.PoolName(service.Spec) == change.Object.Metadata.Name);

    private void WakeAll()
    {
        _services.WakeAll();
        _pools.WakeAll();
        _rollouts.WakeAll();
    }

    private void Wake(OwnerKey owner, bool settled)
    {
        if (owner.Kind == OwnerKind.Pool) _pools.Wake(owner.Key, settled);
        else if (owner.Kind == OwnerKind.Rollout) _rollouts.Wake(owner.Key, settled);
        else _services.Wake(owner.Key, settled);
    }
}
