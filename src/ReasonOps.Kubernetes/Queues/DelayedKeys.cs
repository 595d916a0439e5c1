namespace ReasonOps.Kubernetes.Queues;

/// <summary>Keys that become due later, each once and at the earliest time asked for. Not thread-safe.</summary>
internal sealed class DelayedKeys<TKey> where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly SortedSet<Entry> _byDue = new(Comparer<Entry>.Create(
        (left, right) => left.Due == right.Due ? left.Sequence.CompareTo(right.Sequence) : left.Due.CompareTo(right.Due)));

    private long _sequence;

    public int Count => _entries.Count;

    /// <summary>When the first is due, as a timestamp; null when there is none.</summary>
    public long? Next => _byDue.Min?.Due;

    public void Add(TKey key, long due)
    {
        if (_entries.TryGetValue(key, out var known))
        {
            if (known.Due <= due) return;
            _byDue.Remove(known);
        }
        var entry = new Entry(key, due, _sequence++);
        _entries[key] = entry;
        _byDue.Add(entry);
    }

    public bool TryTakeDue(long now, out TKey key)
    {
        if (_byDue.Min is not { } first || first.Due > now)
        {
            key = default!;
            return false;
        }
        _byDue.Remove(first);
        _entries.Remove(first.Key);
        key = first.Key;
        return true;
    }

    public void Clear()
    {
        _entries.Clear();
        _byDue.Clear();
    }

    private sealed record Entry(TKey Key, long Due, long Sequence);
}
