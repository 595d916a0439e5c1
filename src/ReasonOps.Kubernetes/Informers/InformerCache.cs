using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

/// <summary>The objects and their indexes. Safe for many readers and one writer; what a reader was given never changes.</summary>
internal sealed class InformerCache<T> where T : class, IKubernetesObject
{
    private readonly Lock _lock = new();
    private readonly InformerIndex<T>.Bucket _objects = new();
    private readonly InformerIndex<T> _owners = new(static entity => (entity.Metadata.OwnerReferences ?? []).Select(owner => owner.Uid).Distinct());
    private readonly Dictionary<string, InformerIndex<T>> _labels;

    public InformerCache(IEnumerable<string> labels) => _labels = labels.Distinct().ToDictionary(label => label, label =>
        new InformerIndex<T>(entity => entity.Metadata.Labels?.GetValueOrDefault(label) is { } value ? [value] : []));

    public IReadOnlyCollection<T> All { get { lock (_lock) return _objects.Snapshot; } }

    public T? Get(ObjectKey key)
    {
        lock (_lock) return _objects.Find(key);
    }

    public IReadOnlyCollection<T> OwnedBy(string uid)
    {
        lock (_lock) return _owners[uid];
    }

    public IReadOnlyCollection<T> WithLabel(string label, string value)
    {
        if (!_labels.TryGetValue(label, out var index))
            throw new ArgumentException($"label \"{label}\" is not indexed; name it in {nameof(InformerOptions<T>.Labels)}", nameof(label));
        lock (_lock) return index[value];
    }

    public IReadOnlyList<ObjectKey> KeysBut(IReadOnlySet<ObjectKey> kept)
    {
        lock (_lock) return [.. _objects.Keys.Where(key => !kept.Contains(key))];
    }

    /// <summary>Puts an object in the place of what was there, or takes that away.</summary>
    public void Set(ObjectKey key, T? @new)
    {
        lock (_lock)
        {
            var old = _objects.Find(key);
            _owners.Replace(key, old, @new);
            foreach (var index in _labels.Values) index.Replace(key, old, @new);
            if (@new is null) _objects.Remove(key);
            else _objects.Put(key, @new);
        }
    }
}
