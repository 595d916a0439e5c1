using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Caches;

/// <summary>
/// Caches of every kind that an object of ours may have children of, and of their pods. A kind that every cluster has must be read before any
/// work begins; one that a cluster may lack, or that we may not read, counts as not served until its cache is in.
/// </summary>
public sealed partial class ChildCaches(InformerFactory informers, ILogger<ChildCaches> log) : IAsyncDisposable
{
    public const string ManagedBy = "app.kubernetes.io/managed-by=reasonops";

    private static readonly EntityType[] Needed =
        [ChildKinds.Pod, ChildKinds.ServiceAccount, ChildKinds.ConfigMap, ChildKinds.Secret, ChildKinds.Service, ChildKinds.Deployment, ChildKinds.Job, ChildKinds.NetworkPolicy];

    private readonly ILogger _log = log;
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityType, RunningCache> _running = [];
    private ServedKinds _served = new(new HashSet<string>(), 0);

    /// <summary>A child or a pod changed; <see cref="OwnerKind.OwnerOf"/> says whose it is.</summary>
    public event Action<Change<ApiObject>>? Changed;

    /// <summary>A kind came that was not there before, or went.</summary>
    public event Action? KindsChanged;

    /// <summary>What a plan may count on: discovered, and read.</summary>
    public ServedKinds Served
    {
        get
        {
            lock (_lock)
            {
                var unread = _running.Values.Where(running => !running.Informer.HasSynced && !Needed.Contains(running.Informer.Type));
                return _served with { Kinds = _served.Kinds.Except(unread.Select(running => Name(running.Informer.Type))).ToHashSet() };
            }
        }
    }

    /// <summary>Kinds without which no work can begin, as long as their first list is not in.</summary>
    public InformerSet NeededInformers
    {
        get { lock (_lock) return new([.. _running.Where(pair => Needed.Contains(pair.Key)).Select(pair => pair.Value.Informer)]); }
    }

    /// <summary>Waits for the kinds that a cluster may lack; what is not in by then comes later, with <see cref="KindsChanged"/>.</summary>
    public async Task WaitForOptionalAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        var optional = new InformerSet([.. Informers().Where(informer => !Needed.Contains(informer.Type))]);
        try
        {
            await optional.WaitForSyncAsync(limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            LogWithout(string.Join(", ", optional.NotSynced));
        }
    }

    /// <summary>Of a kind whose first list is not in, none: half a list is no ground to judge by.</summary>
    public IEnumerable<Child> OwnedBy(string uid) =>
        Informers().Where(informer => informer.Type != ChildKinds.Pod && informer.HasSynced).SelectMany(informer => informer.OwnedBy(uid).Select(live => new Child(informer.Type, live)));

    public IEnumerable<ApiObject> PodsOf(OwnerKey owner) =>
        Informers().First(informer => informer.Type == ChildKinds.Pod).WithLabel(owner.Kind.Label, owner.Key.Name).Where(pod => pod.Metadata.Namespace == owner.Key.Namespace);

    /// <summary>Begins to follow what is served now and was not before, and ends with what is served no more.</summary>
    public async Task FollowAsync(ServedKinds served)
    {
        RunningCache[] gone;
        lock (_lock)
        {
            var unread = _running.Keys.Where(kind => served.Unread.Contains(kind.ApiVersion)).ToArray();
            _served = served with { Kinds = served.Kinds.Union(unread.Select(Name)).ToHashSet() };
            var kinds = ChildKinds.Of(_served).Append(ChildKinds.Pod).ToHashSet();
            gone = [.. _running.Where(pair => !kinds.Contains(pair.Key)).Select(pair => pair.Value)];
            foreach (var each in gone) _running.Remove(each.Informer.Type);
            foreach (var kind in kinds.Except(_running.Keys).ToArray()) _running.Add(kind, Begin(kind));
        }
        foreach (var each in gone) await each.DisposeAsync();
        if (gone.Length > 0) KindsChanged?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        RunningCache[] all;
        lock (_lock)
        {
            all = [.. _running.Values];
            _running.Clear();
        }
        await Task.WhenAll(all.Select(running => running.DisposeAsync().AsTask()));
    }

    private RunningCache Begin(EntityType kind)
    {
        var informer = informers.Make<ApiObject>(kind, new()
        {
            Select = new(LabelSelector: ManagedBy), Labels = [.. OwnerKind.All.Select(owner => owner.Label)], Transform = kind == ChildKinds.Pod ? PodStatus.Only : null,
        });
        informer.Changed += change => Changed?.Invoke(change);
        LogFollowing(kind);
        return new(informer, Needed.Contains(kind) ? null : () => KindsChanged?.Invoke());
    }

    private IInformer<ApiObject>[] Informers()
    {
        lock (_lock) return [.. _running.Values.Select(running => running.Informer)];
    }

    private static string Name(EntityType type) => $"{type.ApiVersion}/{type.Kind}";

    [LoggerMessage(LogLevel.Debug, "following {Kind}")]
    private partial void LogFollowing(EntityType kind);

    [LoggerMessage(LogLevel.Warning, "Going on without {Kinds}, as if the cluster did not serve them")]
    private partial void LogWithout(string kinds);
}
