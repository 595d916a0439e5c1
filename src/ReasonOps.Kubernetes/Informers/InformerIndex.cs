using System.Collections.ObjectModel;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

/// <summary>Objects by a value that each may have several of. Not thread-safe.</summary>
internal sealed class InformerIndex<T>(Func<T, IEnumerable<string>> values) where T : class, IKubernetesObject
{
    private readonly Dictionary<string, Bucket> _buckets = [];

    public IReadOnlyCollection<T> this[string value] =>
        _buckets.TryGetValue(value, out var bucket) ? bucket.Snapshot : ReadOnlyCollection<T>.Empty;

    public void Replace(ObjectKey key, T? old, T? @new)
    {
        if (old is not null) foreach (var value in values(old)) Remove(value, key);
        if (@new is not null) foreach (var value in values(@new)) Bucket.Of(_buckets, value).Put(key, @new);
    }

    private void Remove(string value, ObjectKey key)
    {
        if (_buckets.TryGetValue(value, out var bucket) && bucket.Remove(key)) _buckets.Remove(value);
    }

    /// <summary>Copied for readers only when one reads after a change.</summary>
    internal sealed class Bucket
    {
        private readonly Dictionary<ObjectKey, T> _objects = [];
        private T[]? _snapshot;

        public IReadOnlyCollection<T> Snapshot => _snapshot ??= [.. _objects.Values];

        public T? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

        public IEnumerable<ObjectKey> Keys => _objects.Keys;

        public void Put(ObjectKey key, T @object)
        {
            _objects[key] = @object;
            _snapshot = null;
        }

        /// <returns>Whether none is left.</returns>
        public bool Remove(ObjectKey key)
        {
            if (_objects.Remove(key)) _snapshot = null;
            return _objects.Count == 0;
        }

        public static Bucket Of(Dictionary<string, Bucket> buckets, string value)
        {
            if (!buckets.TryGetValue(value, out var bucket)) buckets.Add(value, bucket = new Bucket());
            return bucket;
        }
    }
}
