using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Controllers;

/// <summary>A loop over jobs that own config maps, with a controller that does what a test says and tells what it was asked.</summary>
internal sealed class Harness : IEntityController<ApiObject>, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    public Harness(params IReadOnlyList<IEntityFinalizer<ApiObject>> finalizers)
    {
        Jobs = new(Cluster, Kinds.Job, null, Time, NullLogger<Informer<ApiObject>>.Instance);
        Maps = new(Cluster, Kinds.ConfigMap, null, Time, NullLogger<Informer<ApiObject>>.Instance);
        Heartbeat = new(Time);
        Loop = new(Cluster, Jobs, this, finalizers, Options, Heartbeat, Time, NullLogger<ControllerLoop<ApiObject>>.Instance);
        Loop.Own(Maps);
    }

    public static ControllerOptions Options { get; } = new("jobs") {
        Workers = 2, Deadline = TimeSpan.FromSeconds(60), Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(16), new Random(1)) };

    public MemoryCluster Cluster { get; } = new();
    public ManualTime Time { get; } = new();
    public Heartbeat Heartbeat { get; }
    public Informer<ApiObject> Jobs { get; }
    public Informer<ApiObject> Maps { get; }
    public ControllerLoop<ApiObject> Loop { get; }

    /// <summary>Passes in their order: a name, or <c>-name</c> for a deletion.</summary>
    public ConcurrentQueue<string> Passes { get; } = [];

    public Func<ApiObject, CancellationToken, Task<ReconciliationResult<ApiObject>>> Reconcile { get; set; } =
        (entity, _) => Task.FromResult(ReconciliationResult<ApiObject>.Success(entity));

    public Func<ObjectKey, ReconciliationResult<ApiObject>> Deleted { get; set; } = _ => ReconciliationResult<ApiObject>.Success(null);

    /// <summary>Passes begin and do not end, whatever their deadline, until what is returned is set.</summary>
    public TaskCompletionSource Hold()
    {
        var hold = new TaskCompletionSource();
        Reconcile = async (entity, _) =>
        {
            await hold.Task;
            return ReconciliationResult<ApiObject>.Success(entity);
        };
        return hold;
    }

    public Harness Run(bool informers = true)
    {
        if (informers) RunInformers();
        _running.Add(Loop.RunAsync(_stop.Token));
        return this;
    }

    public void RunInformers() => _running.AddRange([Jobs.RunAsync(_stop.Token), Maps.RunAsync(_stop.Token)]);

    public Task PassedAsync(params string[] expected) => PassedAsync(TimeSpan.Zero, expected);

    /// <param name="step">By which the clock moves on meanwhile.</param>
    public async Task PassedAsync(TimeSpan step, params string[] expected)
    {
        await Until.True(() => Passes.Count >= expected.Length, $"passes {string.Join(' ', expected)}", () => Time.Advance(step));
        Assert.Equal(expected.Order(), Passes.Order());
    }

    public ApiObject Job(string name, int size = 1)
    {
        var job = Kinds.Parent(name, size);
        if (Cluster.Find(Kinds.Job, Kinds.Key(name)) is { } known) job["metadata"] = System.Text.Json.Nodes.JsonObject.Create(known.Root.GetProperty("metadata"));
        job["metadata"]!["generation"] = size;
        return Cluster.Put(Kinds.Job, job);
    }

    public Task<ReconciliationResult<ApiObject>> ReconcileAsync(ApiObject entity, CancellationToken cancellation)
    {
        Passes.Enqueue(entity.Metadata.Name!);
        return Reconcile(entity, cancellation);
    }

    public Task<ReconciliationResult<ApiObject>> DeletedAsync(ObjectKey key, CancellationToken cancellation)
    {
        Passes.Enqueue("-" + key.Name);
        return Task.FromResult(Deleted(key));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(TimeSpan.FromMinutes(1));
        Loop.Dispose();
        _stop.Dispose();
    }
}
