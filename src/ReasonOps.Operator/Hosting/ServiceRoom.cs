using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;

namespace ReasonOps.Operator.Hosting;

/// <summary>All that works on ReasoningServices: their caches, their controller and its loop, and what wakes it.</summary>
internal sealed class ServiceRoom : IAsyncDisposable
{
    private const string FieldManager = "reasonops";

    /// <summary>Children and pods change many times in a moment; one pass sees all of it, and one status is written.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>For kinds that a cluster may lack; without them at first, a service would be told that they are not served.</summary>
    private static readonly TimeSpan OptionalKinds = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly SecretReader _secrets;
    private readonly Observer _observer;
    private readonly IInformer<V1Alpha1ReasoningService> _services;
    private readonly ControllerLoop<V1Alpha1ReasoningService> _loop;

    public ServiceRoom(OperatorOptions options, IKubernetesClient client, IEventRecorder events, Heartbeat heartbeat, ILoggerFactory loggers)
    {
        _time = options.Time;
        var informers = new InformerFactory(client, options.Namespaces, _time, loggers);
        _services = informers.Make<V1Alpha1ReasoningService>(EntityType.Of<V1Alpha1ReasoningService>());
        Caches = new(informers, loggers.CreateLogger<ChildCaches>());
        _secrets = new(client, informers);
        _observer = new(Caches, _secrets);
        var children = new ServiceChildren(
            new ChildApplier(client, FieldManager, loggers.CreateLogger<ChildApplier>()), new(client, loggers.CreateLogger<ChildPruner>()),
            loggers.CreateLogger<ServiceChildren>());
        Controller = new(_observer, children, new(client, _time), events, options.Workloads, _time);
        _loop = new(client, _services, Controller, [], new("reasoningservices") { Workers = options.Workers }, heartbeat, _time,
            loggers.CreateLogger<ControllerLoop<V1Alpha1ReasoningService>>());
        Caches.Changed += WakeOwner;
        Caches.KindsChanged += WakeAll;
        _secrets.Changed += key => _loop.EnqueueAfter(key, TimeSpan.Zero);
    }

    public ChildCaches Caches { get; }

    public ServiceController Controller { get; }

    public IReadOnlyCollection<V1Alpha1ReasoningService> All => _services.All;

    public IReadOnlyList<string> NotSynced => Needed.NotSynced;

    private InformerSet Needed => new([_services, .. _observer.Needed.Informers]);

    /// <summary>Keeps the caches of services and Secrets until cancelled; those of children begin with <see cref="ChildCaches.FollowAsync"/>.</summary>
    public Task FollowAsync(CancellationToken cancellation) => new InformerSet(_services, _secrets.Informer).RunAsync(cancellation);

    /// <summary>Works on all services until cancelled; once.</summary>
    /// <param name="lost">Ends passes under way too.</param>
    public async Task WorkAsync(CancellationToken cancellation, CancellationToken lost)
    {
        await Needed.WaitForSyncAsync(cancellation);
        await Caches.WaitForOptionalAsync(OptionalKinds, _time, cancellation);
        await _loop.RunAsync(cancellation, lost);
    }

    public async ValueTask DisposeAsync()
    {
        _loop.Dispose();
        await Caches.DisposeAsync();
    }

    private void WakeOwner(Change<ApiObject> change)
    {
        if (change.Old is { } old && ChildCaches.ServiceOf(old) is { } was) _loop.EnqueueAfter(was, Settling);
        if (change.New is { } live && ChildCaches.ServiceOf(live) is { } now) _loop.EnqueueAfter(now, Settling);
    }

    private void WakeAll()
    {
        foreach (var service in _services.All) _loop.EnqueueAfter(ObjectKey.Of(service), Settling);
    }
}
