using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Scheduling;

/// <summary>
/// Decides which chains run: first come, first served while the cache has room; when running chains outgrow it, the last
/// come gives its blocks back and is computed again later.
/// </summary>
internal sealed class Scheduler(BlockPool pool, int blockSize, int maxRunning)
{
    private readonly LinkedList<LiveChain> _waiting = [];
    private readonly List<LiveChain> _running = []; // in order of arrival

    public IReadOnlyList<LiveChain> Running => _running;
    public int Waiting => _waiting.Count;
    public bool Idle => _running.Count == 0 && _waiting.Count == 0;

    public long Preemptions { get; private set; }
    public long PrefixQueries { get; private set; }
    public long PrefixHits { get; private set; }

    public void Enqueue(ChainGroup group)
    {
        foreach (var chain in group.Chains) _waiting.AddLast(chain);
    }

    /// <summary>Lets chains go that nobody waits for; returns their groups.</summary>
    public IReadOnlyCollection<ChainGroup> DropCancelled()
    {
        var groups = new HashSet<ChainGroup>();
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.IsCancelled)
            {
                Abandon(node.Value);
                _waiting.Remove(node);
            }
            node = next;
        }
        foreach (var chain in _running.Where(chain => chain.IsCancelled)) Abandon(chain);
        RemoveEnded();
        return groups;

        void Abandon(LiveChain chain)
        {
            chain.Abandon();
            groups.Add(chain.Group);
        }
    }

    public void Admit()
    {
        while (_waiting.First is { Value: var chain } && _running.Count < maxRunning && TryStart(chain))
        {
            _waiting.RemoveFirst();
            _running.Add(chain);
        }
    }

    /// <summary>Gives every running chain a place for its newest tokens; those that find none are preempted.</summary>
    public void Grow()
    {
        for (var i = 0; i < _running.Count; i++)
        {
            while (!_running[i].TryGrow(pool, blockSize))
            {
                var last = _running.Count - 1;
                Preempt(last);
                if (last == i) return;
            }
        }
    }

    public void RemoveEnded()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i].Ended) Remove(i);
        }
    }

    public IReadOnlyList<ChainGroup> Clear()
    {
        var groups = _running.Concat(_waiting).Select(chain => chain.Group).Distinct().ToArray();
        _waiting.Clear();
        for (var i = _running.Count - 1; i >= 0; i--) Remove(i);
        return groups;
    }

    private bool TryStart(LiveChain chain)
    {
        var group = chain.Group;
        if (!group.TryJoin(pool, blockSize, out var computesPrompt)) return false;
        // One block more than it needs now: who starts on the last block is preempted at once.
        if (pool.Free > chain.Tokens.Count / blockSize && chain.TryGrow(pool, blockSize))
        {
            if (computesPrompt) CountPrefix(group);
            return true;
        }
        chain.Release(pool);
        group.Leave();
        return false;
    }

    private void CountPrefix(ChainGroup group)
    {
        if (group.FirstLogits is null) group.Generation.CachedTokens = group.Prefix!.Cached;
        PrefixQueries += group.Prefix!.Length;
        PrefixHits += group.Prefix.Cached;
    }

    private void Preempt(int index)
    {
        Preemptions++;
        _waiting.AddFirst(_running[index]);
        Remove(index);
    }

    private void Remove(int index)
    {
        var chain = _running[index];
        _running.RemoveAt(index);
        chain.Release(pool);
        chain.Group.Leave();
    }
}
