using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Controllers;

/// <summary>All of it on a real API server: a job makes as many config maps as its size, mends, prunes and counts them.</summary>
public sealed class RealControllerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Fact]
    public async Task Children_follow_their_owner_and_are_mended_and_pruned()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        await using var run = new Run(cluster);
        await cluster.PutAsync(Job, Parent("p", 3));
        await run.CountedAsync("p", 3);
        await cluster.KubectlAsync("delete", "configmap", "p-1");
        await cluster.KubectlAsync("patch", "configmap", "p-2", "--type=merge", "-p", """{"data": {"value": "by hand"}}""");
        await Until.True(() => run.Value("p-1") == "1" && run.Value("p-2") == "1", "the mending");
        await cluster.PutAsync(Job, Parent("p", 1));
        await run.CountedAsync("p", 1);
        await Until.True(() => run.Maps.All.Count == 1, "the pruning");
    }

    [Fact]
    public async Task An_object_that_is_deleted_is_finalized_and_others_finalizers_stay()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        await using var run = new Run(cluster);
        await cluster.PutAsync(Job, Parent("p"));
        await Until.True(() => run.Jobs.Get(cluster.Key("p"))?.Metadata.Finalizers?.Contains(Run.Finalizer) == true, "the finalizer");
        await cluster.KubectlAsync("patch", "jobs.tests.reasonops.io", "p", "--type=json", "-p", """[{"op": "add", "path": "/metadata/finalizers/-", "value": "tests/theirs"}]""");
        await cluster.KubectlAsync("delete", "jobs.tests.reasonops.io", "p", "--wait=false");
        await Until.True(() => run.Jobs.Get(cluster.Key("p"))?.Metadata.Finalizers is ["tests/theirs"], "ours to go");
        Assert.Equal(1, run.Finalized);
        await cluster.KubectlAsync("patch", "jobs.tests.reasonops.io", "p", "--type=merge", "-p", """{"metadata": {"finalizers": null}}""");
        await Until.True(() => run.Gone.Contains(cluster.Key("p")), "the end");
    }

    [Fact]
    public async Task A_server_that_dies_and_comes_back_is_worked_on_with()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        using var cluster = await RealCluster.StartAsync(plane);
        await using var run = new Run(cluster);
        await cluster.PutAsync(Job, Parent("p", 2));
        await run.CountedAsync("p", 2);
        await plane.KillApiServerAsync();
        run.Loop.Enqueue(cluster.Key("p"));
        await plane.RestartApiServerAsync();
        await cluster.PutAsync(Job, Parent("p", 4));
        await run.CountedAsync("p", 4);
    }

    private sealed class Run : IEntityController<ApiObject>, IEntityFinalizer<ApiObject>, IAsyncDisposable
    {
        public const string Finalizer = "tests.reasonops.io/drain";

        private readonly RealCluster _cluster;
        private readonly ChildApplier _applier;
        private readonly ChildPruner _pruner;
        private readonly StatusWriter _status;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Run(RealCluster cluster)
        {
            _cluster = cluster;
            _applier = new(cluster.Client, "tests", NullLogger<ChildApplier>.Instance);
            _pruner = new(cluster.Client, NullLogger<ChildPruner>.Instance);
            _status = new(cluster.Client, TimeProvider.System);
            Jobs = Informer(Job);
            Maps = Informer(ConfigMap);
            Loop = new(
                cluster.Client, Jobs, this, [this], new("jobs"), new Heartbeat(TimeProvider.System), TimeProvider.System, NullLogger<ControllerLoop<ApiObject>>.Instance);
            Loop.Own(Maps);
            _running = Task.WhenAll(new InformerSet(Jobs, Maps).RunAsync(_stop.Token), Loop.RunAsync(_stop.Token));
        }

        public string Identifier => Finalizer;
        public TimeSpan Deadline => TimeSpan.FromMinutes(1);
        public Informer<ApiObject> Jobs { get; }
        public Informer<ApiObject> Maps { get; }
        public ControllerLoop<ApiObject> Loop { get; }
        public int Finalized { get; private set; }
        public ConcurrentBag<ObjectKey> Gone { get; } = [];

        public string? Value(string map) => Maps.Get(_cluster.Key(map))?["data"].GetProperty("value").GetString();

        public Task CountedAsync(string job, int count) => Until.True(
            () => Jobs.Get(_cluster.Key(job))?["status"] is { ValueKind: System.Text.Json.JsonValueKind.Object } status && status.GetProperty("replicas").GetInt32() == count,
            $"{count} children");

        public async Task<ReconciliationResult<ApiObject>> ReconcileAsync(ApiObject entity, CancellationToken cancellation)
        {
            var owned = Maps.OwnedBy(entity.Metadata.Uid!);
            var size = entity["spec"].GetProperty("size").GetInt32();
            for (var i = 0; i < size; i++)
            {
                var wish = Map($"{entity.Metadata.Name}-{i}", "1", entity.Metadata);
                wish["metadata"]!["namespace"] = _cluster.Namespace;
                await _applier.ApplyAsync(ConfigMap, wish, Maps.Get(_cluster.Key($"{entity.Metadata.Name}-{i}")), cancellation);
            }
            await _pruner.PruneAsync(
                entity.Metadata.Uid!, owned.Select(map => (ConfigMap, map)),
                (_, map) => int.Parse(map.Metadata.Name!.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture) < size, cancellation);
            await _status.WriteAsync(Job, entity.Metadata, entity["status"], new JsonObject { ["replicas"] = size }, cancellation);
            return ReconciliationResult<ApiObject>.Success(entity);
        }

        public Task<ReconciliationResult<ApiObject>> DeletedAsync(ObjectKey key, CancellationToken cancellation)
        {
            Gone.Add(key);
            return Task.FromResult(ReconciliationResult<ApiObject>.Success(null));
        }

        public Task<ReconciliationResult<ApiObject>> FinalizeAsync(ApiObject entity, CancellationToken cancellation)
        {
            Finalized++;
            return Task.FromResult(ReconciliationResult<ApiObject>.Success(entity));
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.WaitAsync(TimeSpan.FromMinutes(1));
            Loop.Dispose();
            _stop.Dispose();
        }

        private Informer<ApiObject> Informer(EntityType type) =>
            new(_cluster.Client, type, new() { Select = new(_cluster.Namespace) }, TimeProvider.System, NullLogger<Informer<ApiObject>>.Instance);
    }
}
