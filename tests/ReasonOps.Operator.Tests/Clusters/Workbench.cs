using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.Clusters;

/// <summary>The controllers on a real API server, one pass at a time and only when a test says so.</summary>
internal sealed class Workbench : IAsyncDisposable, IEventRecorder
{
    private static readonly EntityType Type = EntityType.Of<V1Alpha1ReasoningService>();
    private readonly KubernetesClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _informers;
    private readonly LoadReader _loads = new(TimeProvider.System);
    private readonly ServiceLoadReader _serviceLoads;
    private readonly PartitionReader _partitions;
    private readonly ScalingMeter _meter = new();

    private Workbench(LocalControlPlane plane, string @namespace, KubernetesClient client)
    {
        (Plane, Namespace, _client) = (plane, @namespace, client);
        Client = new(client);
        var informers = new InformerFactory(Client, [@namespace], TimeProvider.System, NullLoggerFactory.Instance);
        Caches = new(informers, NullLogger<ChildCaches>.Instance);
        _serviceLoads = new(ServicePace.Usual, Clock);
        _partitions = new(RolloutPace.Usual, Clock);
        Secrets = new(Client, informers);
        Observer = new(Caches, Secrets);
        Services = informers.Make<V1Alpha1ReasoningService>(EntityType.Of<V1Alpha1ReasoningService>());
        Pools = informers.Make<V1Alpha1VerifierPool>(EntityType.Of<V1Alpha1VerifierPool>());
        Rollouts = informers.Make<V1Alpha1RolloutJob>(EntityType.Of<V1Alpha1RolloutJob>());
        Controller = MakeController();
        PoolController = MakePoolController();
        _informers = new InformerSet(Services, Pools, Rollouts, Secrets.Informer).RunAsync(_stop.Token);
    }

    public LocalControlPlane Plane { get; }

    public string Namespace { get; }

    public CountingClient Client { get; }

    public ChildCaches Caches { get; }

    public SecretReader Secrets { get; }

    public Observer Observer { get; }

    public IInformer<V1Alpha1ReasoningService> Services { get; }

    public IInformer<V1Alpha1VerifierPool> Pools { get; }

    public IInformer<V1Alpha1RolloutJob> Rollouts { get; }

    public ServiceController Controller { get; set; }

    public PoolController PoolController { get; set; }

    /// <summary>What a test may change before a pass.</summary>
    public TestClock Clock { get; } = new();

    public ConcurrentQueue<(EventType Type, string Reason, string Message)> Events { get; } = new();

    public static async Task<Workbench> OpenAsync(LocalControlPlane plane)
    {
        await plane.InstallCrdsAsync();
        var bench = new Workbench(plane, await plane.CreateNamespaceAsync("bench"), plane.CreateOperatorClient());
        await bench.FollowAsync();
        return bench;
    }

    /// <summary>With memories of its own: as after a restart.</summary>
    public ServiceController MakeController() =>
        new(new(Observer, Pools, Rollouts, _serviceLoads), Children(), new(Client, NullLogger<LeavingPods>.Instance), new(Client, Clock), this, new WorkloadOptions("reasonops:test"),
            ServicePace.Usual, _meter, Clock);

    public PoolController MakePoolController() => new(
        new(Observer, new(Caches, Services, Rollouts), _loads), Children(), new(Client, Clock), this, new WorkloadOptions("reasonops:test"), PoolPace.Usual, Clock);

    public RolloutController MakeRolloutController() => new(
        new(Observer, Services, Pools, _partitions), Children(), new(Client, Clock), this, new WorkloadOptions("reasonops:test"), RolloutPace.Usual, Clock);

    private ChildrenWriter Children() =>
        new(new ChildApplier(Client, "reasonops", NullLogger<ChildApplier>.Instance), new(Client, NullLogger<ChildPruner>.Instance), NullLogger<ChildrenWriter>.Instance);

    /// <summary>Kinds that the test cluster serves, and what a test adds to them.</summary>
    public async Task FollowAsync(params string[] more)
    {
        string[] served = ["v1/Pod", "v1/ConfigMap", "v1/Secret", "v1/Service", "v1/ServiceAccount", "apps/v1/Deployment", "batch/v1/Job", "networking.k8s.io/v1/NetworkPolicy",
            "networking.k8s.io/v1/Ingress", Plane.Version >= new Version(1, 21) ? "policy/v1/PodDisruptionBudget" : "policy/v1beta1/PodDisruptionBudget"];
        await Caches.FollowAsync(new ServedKinds(served.Concat(more).ToHashSet(), Plane.Version.Minor));
        await new InformerSet([Services, Pools, Rollouts, .. Observer.Needed.Informers]).WaitForSyncAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);
        await Until.TrueAsync("every kind is read", () => served.Concat(more).All(Caches.Served.Kinds.Contains));
    }

    public Task<string> ApplyAsync(string manifest) => Plane.Kubectl.ApplyAsync(manifest, Namespace);

    public Task<string> KubectlAsync(params string[] arguments) => Plane.Kubectl.RunAsync(["-n", Namespace, .. arguments], null);

    public async Task<V1Alpha1ReasoningService> GetAsync(string name) =>
        await _client.GetAsync<V1Alpha1ReasoningService>(Type, Namespace, name, CancellationToken.None) ?? throw new InvalidOperationException($"no {name}");

    public Task<ApiObject?> GetAsync(EntityType type, string name) => _client.GetAsync<ApiObject>(type, Namespace, name, CancellationToken.None);

    /// <summary>One pass over the service as the server has it.</summary>
    public async Task<ReconciliationResult<V1Alpha1ReasoningService>> PassAsync(string name) =>
        await Controller.ReconcileAsync(await GetAsync(name), CancellationToken.None);

    public async Task<V1Alpha1VerifierPool> GetPoolAsync(string name) =>
        await _client.GetAsync<V1Alpha1VerifierPool>(EntityType.Of<V1Alpha1VerifierPool>(), Namespace, name, CancellationToken.None) ?? throw new InvalidOperationException($"no {name}");

    /// <summary>One pass over the pool as the server has it.</summary>
    public async Task<ReconciliationResult<V1Alpha1VerifierPool>> PassPoolAsync(string name) =>
        await PoolController.ReconcileAsync(await GetPoolAsync(name), CancellationToken.None);

    public async Task<V1Alpha1RolloutJob> GetRolloutAsync(string name) =>
        await _client.GetAsync<V1Alpha1RolloutJob>(EntityType.Of<V1Alpha1RolloutJob>(), Namespace, name, CancellationToken.None) ?? throw new InvalidOperationException($"no {name}");

    /// <summary>A service's, as what is kept for it is named by.</summary>
    public OwnerKey Owner(string name) => new(OwnerKind.Service, new(Namespace, name));

    /// <summary>What the caches hold of the service is what the server has.</summary>
    public async Task CaughtUpAsync(string name) => await CaughtUpAsync((await GetAsync(name)).Metadata);

    /// <summary>Of any kind of ours.</summary>
    public async Task CaughtUpAsync(V1ObjectMeta owner)
    {
        var uid = owner.Uid!;
        await Until.TrueAsync("caches have caught up", async () =>
        {
            foreach (var kind in ChildKinds.Of(Caches.Served))
            {
                var cached = Caches.OwnedBy(uid).Where(child => child.Type == kind).ToDictionary(child => child.Live.Metadata.Name!, child => child.Live.Metadata.ResourceVersion);
                var live = new Dictionary<string, string?>();
                await foreach (var page in _client.ListAsync<ApiObject>(kind, new(Namespace, ChildCaches.ManagedBy), CancellationToken.None))
                    foreach (var item in page.Items.Where(item => item.Metadata.OwnerReferences?.Any(owner => owner.Uid == uid) == true))
                        live[item.Metadata.Name!] = item.Metadata.ResourceVersion;
                if (cached.Count != live.Count || live.Any(pair => cached.GetValueOrDefault(pair.Key) != pair.Value)) return false;
            }
            return true;
        });
    }

    public void Record(ObjectReference about, EventType type, string reason, string message) => Events.Enqueue((type, reason, message));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _informers;
        _loads.Dispose();
        _serviceLoads.Dispose();
        _partitions.Dispose();
        _meter.Dispose();
        await Caches.DisposeAsync();
        _client.Dispose();
        _stop.Dispose();
    }
}
