using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Queues;

namespace ReasonOps.Kubernetes.Controllers;

/// <summary>
/// Informers -> queue -> workers -> controller. A change of an object, of a child it owns, or of whatever else was mapped to it leads to
/// a pass over it; passes over one object never overlap, and one that failed comes again.
/// </summary>
/// <remarks>It runs no informers; they may be shared, and run while this does not (a standby keeps its caches warm).</remarks>
public sealed partial class ControllerLoop<T> : IDisposable where T : class, IKubernetesObject
{
    /// <summary>For passes that have begun when the loop is to stop.</summary>
    private static readonly TimeSpan LastPass = TimeSpan.FromSeconds(4);

    /// <summary>What a pass may take beyond its deadline until it counts as hanging.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly IInformer<T> _entities;
    private readonly IEntityController<T> _controller;
    private readonly Finalization<T> _finalization;
    private readonly ControllerOptions _options;
    private readonly Heartbeat _heartbeat;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ControllerMeter _meter;
    private readonly List<IInformer> _informers = [];
    private readonly ConcurrentDictionary<ObjectKey, byte> _deleted = [];
    private volatile bool _runs;

    public ControllerLoop(
        IKubernetesClient client, IInformer<T> entities, IEntityController<T> controller, IReadOnlyList<IEntityFinalizer<T>> finalizers,
        ControllerOptions options, Heartbeat heartbeat, TimeProvider time, ILogger<ControllerLoop<T>> log)
    {
        (_entities, _controller, _options, _heartbeat, _time, _log) = (entities, controller, options, heartbeat, time, log);
        _finalization = new(client, entities.Type, finalizers, time, log);
        _queue = new(time, options.Backoff);
        _meter = new(options.Name, _queue);
        Watch(entities, KeysOfEntity);
    }

    /// <summary>Objects that wait for a pass.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Its changes lead to a pass over its controller (<c>ownerReferences</c>).</summary>
    public void Own<TChild>(IInformer<TChild> children) where TChild : class, IKubernetesObject => Watch(children, change =>
        OwnerKeys.Of(change.Old, _entities.Type, change.New is null, UidOf).Union(OwnerKeys.Of(change.New, _entities.Type, false, UidOf)));

    /// <summary>Its changes lead to passes over <paramref name="keys"/>: a Secret's over those that name it, say.</summary>
    public void Watch<TOther>(IInformer<TOther> others, Func<Change<TOther>, IEnumerable<ObjectKey>> keys) where TOther : class, IKubernetesObject
    {
        _informers.Add(others);
        others.Changed += change =>
        {
            if (!_runs) return; // The run begins with all there is.
            foreach (var key in keys(change)) _queue.Add(key);
        };
    }

    internal System.Diagnostics.Metrics.Meter Meter => _meter.Meter;

    /// <summary>Asks for a pass over an object: something outside the cluster changed.</summary>
    public void Enqueue(ObjectKey key) => _queue.Add(key);

    /// <summary>The same, a little later: what changes many times in a moment needs one pass. Nothing while this does not run.</summary>
    public void EnqueueAfter(ObjectKey key, TimeSpan delay)
    {
        if (_runs) _queue.AddAfter(key, delay);
    }

    /// <summary>Waits for the caches, then works until cancelled, with passes that have begun given a moment to end; once.</summary>
    /// <param name="lost">Ends those at once: another may work on the same objects by now.</param>
    public async Task RunAsync(CancellationToken cancellation, CancellationToken lost = default)
    {
        _runs = true;
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var losing = lost.Register(cut.Cancel);
        using var stopping = cancellation.Register(() => cut.CancelAfter(LastPass));
        try
        {
            await new InformerSet(_informers).WaitForSyncAsync(cancellation);
            foreach (var entity in _entities.All) _queue.Add(ObjectKey.Of(entity));
            LogStarted(_options.Name, _entities.All.Count, _options.Workers);
            await Task.WhenAll(Enumerable.Range(1, _options.Workers).Select(number => WorkAsync(number, cancellation, cut.Token)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            LogStopped(_options.Name);
        }
        finally
        {
            _runs = false;
        }
    }

    public void Dispose()
    {
        _queue.Dispose();
        _meter.Dispose();
    }

    private IEnumerable<ObjectKey> KeysOfEntity(Change<T> change)
    {
        var key = ObjectKey.Of(change.Object);
        if (change.New is null) _deleted[key] = 0;
        return EntityChanges.Matter(change) ? [key] : [];
    }

    private string? UidOf(ObjectKey owner) => _entities.Get(owner)?.Metadata.Uid;

    private async Task WorkAsync(int number, CancellationToken cancellation, CancellationToken cut)
    {
        await Task.Yield();
        using var pulse = _heartbeat.Start($"{_options.Name} worker {number}", _options.Deadline + Grace);
        while (await _queue.TakeAsync(cancellation) is { } work)
        {
            using (work)
            {
                pulse.Beat(work.Key.ToString());
                _meter.Began(work.Waited);
                await PassAsync(work.Key, cut);
                pulse.Rest();
            }
        }
    }

    private async Task PassAsync(ObjectKey key, CancellationToken cut)
    {
        using var span = _meter.StartPass(key);
        using var deadline = new CancellationTokenSource(_options.Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, deadline.Token);
        var began = _time.GetTimestamp();
        try
        {
            var result = await PassAsync(key, either, deadline);
            Settle(key, result, deadline.IsCancellationRequested && !result.IsSuccess, _time.GetElapsedTime(began), span);
        }
        catch (Exception) when (cut.IsCancellationRequested)
        {
            // Whoever runs next begins with all there is.
        }
    }

    private async Task<ReconciliationResult<T>> PassAsync(ObjectKey key, CancellationTokenSource either, CancellationTokenSource deadline)
    {
        try
        {
            return await ReconcileAsync(key, either.Token);
        }
        catch (Exception fault) when (deadline.IsCancellationRequested)
        {
            LogFault(fault, _options.Name, key);
            return ReconciliationResult<T>.Failure(null, $"not done within {_options.Deadline.TotalSeconds:0} s");
        }
        catch (Exception fault) when (!either.IsCancellationRequested)
        {
            LogFault(fault, _options.Name, key);
            return ReconciliationResult<T>.Failure(null, fault.Message);
        }
    }

    private async Task<ReconciliationResult<T>> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_deleted.TryRemove(key, out _))
        {
            var ended = await DeletedAsync(key, cancellation);
            if (!ended.IsSuccess) return ended;
        }
        if (_entities.Get(key) is not { } entity) return ReconciliationResult<T>.Success(null);
        if (entity.Metadata.DeletionTimestamp is not null) return await _finalization.RunAsync(entity, cancellation);
        return await _finalization.AddAsync(entity, cancellation) is { Metadata.DeletionTimestamp: null } kept
            ? await _controller.ReconcileAsync(kept, cancellation)
            : ReconciliationResult<T>.Success(entity);
    }

    private async Task<ReconciliationResult<T>> DeletedAsync(ObjectKey key, CancellationToken cancellation)
    {
        var told = false;
        try
        {
            var result = await _controller.DeletedAsync(key, cancellation);
            told = result.IsSuccess;
            return result;
        }
        finally
        {
            if (!told) _deleted[key] = 0;
        }
    }

    private void Settle(ObjectKey key, ReconciliationResult<T> result, bool timedOut, TimeSpan took, Activity? span)
    {
        _meter.Ended(result.IsSuccess ? "success" : timedOut ? "timeout" : "error", took);
        if (result.IsSuccess)
        {
            _queue.Forget(key);
        }
        else
        {
            _meter.Retried();
            span?.SetStatus(ActivityStatusCode.Error, result.Error);
            LogFailed(_options.Name, key, result.Error!, _queue.Retry(key));
        }
        if (result.RequeueAfter is { } later) _queue.AddAfter(key, later);
    }
}
