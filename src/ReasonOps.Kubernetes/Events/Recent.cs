namespace ReasonOps.Kubernetes.Events;

/// <summary>Values that are forgotten when unused for a while, or when there are too many. Not thread-safe.</summary>
internal sealed class Recent<TKey, TValue>(TimeProvider time, TimeSpan kept, int most) where TKey : notnull
{
    private readonly Dictionary<TKey, (TValue Value, long Used)> _values = [];

    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        var now = time.GetTimestamp();
        if (!_values.TryGetValue(key, out var found) || time.GetElapsedTime(found.Used, now) >= kept)
        {
            if (_values.Count >= most) MakeRoom(now);
            found.Value = make();
        }
        _values[key] = (found.Value, now);
        return found.Value;
    }

    private void MakeRoom(long now)
    {
        foreach (var (key, (_, used)) in _values)
            if (time.GetElapsedTime(used, now) >= kept) _values.Remove(key);
        if (_values.Count < most) return;
        foreach (var key in _values.OrderBy(entry => entry.Value.Used).Take(most / 2).Select(entry => entry.Key).ToList()) _values.Remove(key);
    }
}
