using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Caches;

/// <summary>One informer a namespace, seen as one: for an operator that may read only some namespaces.</summary>
internal sealed class NamespacedInformer<T> : IInformer<T> where T : class, IKubernetesObject
{
    private readonly IReadOnlyDictionary<string, IInformer<T>> _informers;

    /// <param name="informers">At least one, by namespace.</param>
    public NamespacedInformer(IReadOnlyDictionary<string, IInformer<T>> informers) => _informers = informers;

    public event Action<Change<T>>? Changed
    {
        add { foreach (var informer in _informers.Values) informer.Changed += value; }
        remove { foreach (var informer in _informers.Values) informer.Changed -= value; }
    }

    public EntityType Type => _informers.Values.First().Type;

    public bool HasSynced => _informers.Values.All(informer => informer.HasSynced);

    public Task Synced => Task.WhenAll(_informers.Values.Select(informer => informer.Synced));

    public string? Fault => _informers.Where(pair => pair.Value.Fault is not null).Select(pair => $"{pair.Key}: {pair.Value.Fault}").FirstOrDefault();

    public IReadOnlyCollection<T> All => [.. _informers.Values.SelectMany(informer => informer.All)];

    public T? Get(ObjectKey key) => key.Namespace is { } name && _informers.TryGetValue(name, out var informer) ? informer.Get(key) : null;

    public IReadOnlyCollection<T> OwnedBy(string uid) => [.. _informers.Values.SelectMany(informer => informer.OwnedBy(uid))];

    public IReadOnlyCollection<T> WithLabel(string label, string value) => [.. _informers.Values.SelectMany(informer => informer.WithLabel(label, value))];

    public Task RunAsync(CancellationToken cancellation) => new InformerSet([.. _informers.Values]).RunAsync(cancellation);
}
