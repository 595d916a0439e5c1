using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Queues;

namespace ReasonOps.Kubernetes.Informers;

/// <summary>
/// Pages of a list, then a watch from where it ended; bookmarks move on where a broken watch begins again. A version that the server has
/// forgotten, silence, or the age of what was listed leads to a new list, told as what differs from the cache: so no delete stays unseen.
/// Events that repeat or go back are ignored.
/// </summary>
public sealed partial class Informer<T> : IInformer<T> where T : class, IKubernetesObject
{
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private readonly IKubernetesClient _client;
    private readonly InformerOptions<T> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff;
    private readonly InformerCache<T> _cache;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _telling = new();
    private string? _position;
    private long _relistAt;
    private int _faults;

    /// <param name="backoff">Between tries; 250 ms doubling to 30 s where none is given.</param>
    public Informer(
        IKubernetesClient client, EntityType type, InformerOptions<T>? options, TimeProvider time, ILogger<Informer<T>> log, Backoff? backoff = null)
    {
        (_client, Type, _options, _time, _log) = (client, type, options ?? new(), time, log);
        _backoff = backoff ?? new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30));
        _cache = new InformerCache<T>(_options.Labels);
    }

    public event Action<Change<T>>? Changed;

    public EntityType Type { get; }

    public bool HasSynced => _synced.Task.IsCompleted;

    public Task Synced => _synced.Task;

    public string? Fault { get; private set; }

    public IReadOnlyCollection<T> All => _cache.All;

    public T? Get(ObjectKey key) => _cache.Get(key);

    public IReadOnlyCollection<T> OwnedBy(string uid) => _cache.OwnedBy(uid);

    public IReadOnlyCollection<T> WithLabel(string label, string value) => _cache.WithLabel(label, value);

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(FollowAsync(cancellation), ResyncAsync(cancellation));
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Asked for; a server that fails just then changes nothing.
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            using var watchdog = new Watchdog(_options.Silence, UntilRelist(), _time, cancellation);
            try
            {
                if (_position is null) await ListAsync(watchdog);
                if (await WatchAsync(watchdog)) continue;
            }
            catch (Exception) when ((watchdog.HasBarked || watchdog.IsOver) && !cancellation.IsCancellationRequested)
            {
                // After silence too: a server that lost its past (a restored etcd) says nothing to who asks from there.
                _position = null;
                if (!watchdog.HasBarked) continue;
                Fault = $"nothing heard for {_options.Silence}";
                LogSilent(Type, _options.Silence);
                continue;
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                Mind(fault);
            }
            await Task.Delay(_backoff.Delay(++_faults), _time, cancellation);
        }
    }

    /// <summary>Counted from the last list, however many watches follow it; somewhat other each time, lest all list at once.</summary>
    private TimeSpan UntilRelist()
    {
        var now = _time.GetTimestamp();
        var wait = _options.Relist.TotalSeconds * RandomNumberGenerator.GetInt32(90, 111) / 100;
        if (_position is null) _relistAt = now + (long)(wait * _time.TimestampFrequency);
        return _time.GetElapsedTime(now, _relistAt);
    }

    private void Mind(Exception fault)
    {
        if (fault is KubernetesException { IsGone: true } or KubernetesException { IsInvalid: true })
        {
            _position = null;
            LogExpired(Type, fault.Message);
            return;
        }
        Fault = fault.Message;
        LogFault(fault, Type);
    }

    private async Task ListAsync(Watchdog watchdog)
    {
        var listed = new HashSet<ObjectKey>();
        string? version = null;
        await foreach (var page in _client.ListAsync<T>(Type, _options.Select with { ResourceVersion = null }, watchdog.Token))
        {
            watchdog.Heard();
            if (page.StartsOver) listed.Clear();
            foreach (var entity in page.Items)
            {
                listed.Add(ObjectKey.Of(entity));
                Put(Kept(entity), TakeListed);
            }
            version = page.ResourceVersion;
        }
        _position = version ?? throw new KubernetesException(null, null, $"a list of {Type} came without a resource version");
        foreach (var key in _cache.KeysBut(listed)) Put(_cache.Get(key)!, static (_, _) => Step.Remove);
        Fault = null;
        if (_synced.TrySetResult()) LogSynced(Type, listed.Count);
    }

    /// <returns>Whether it went well: another may follow at once.</returns>
    private async Task<bool> WatchAsync(Watchdog watchdog)
    {
        var began = _time.GetTimestamp();
        var heard = false;
        try
        {
            await foreach (var told in _client.WatchAsync<T>(Type, _options.Select with { ResourceVersion = _position }, watchdog.Token))
            {
                watchdog.Heard();
                heard = true;
                Take(told);
            }
            watchdog.Token.ThrowIfCancellationRequested();
            // A server that ends every watch at once is not asked again and again without a pause.
            return heard || _time.GetElapsedTime(began) > Healthy;
        }
        finally
        {
            // However it ended: it worked, in a quiet cluster behind something that cuts what is idle.
            if (_time.GetElapsedTime(began) > Healthy) _faults = 0;
        }
    }

    private void Take(WatchEvent<T> told)
    {
        _faults = 0;
        Fault = null;
        if (told.Type != WatchEventType.Bookmark) Put(Kept(told.Object), told.Type == WatchEventType.Deleted ? TakeDeleted : TakeUpdated);
        var version = told.Object.Metadata.ResourceVersion;
        if (version is not null && !ResourceVersion.IsOlder(version, _position)) _position = version;
    }

    private T Kept(T entity) => _options.Transform is { } transform ? transform(entity) : entity;

    private async Task ResyncAsync(CancellationToken cancellation)
    {
        if (_options.Resync is not { } period) return;
        using var timer = new PeriodicTimer(period, _time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            foreach (var entity in _cache.All)
                lock (_telling)
                    if (ReferenceEquals(_cache.Get(ObjectKey.Of(entity)), entity)) Tell(new(entity, entity));
        }
    }
}
