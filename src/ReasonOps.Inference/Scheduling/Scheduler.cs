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

    /// <summary>Requests of which no chain has run yet.</summary>
    public int WaitingRequests { get; private set; }

    /// <summary>Requests that have not ended.</summary>
    public IEnumerable<ChainGroup> Groups => _running.Concat(_waiting).Select(chain => chain.Group).Distinct();

    public long Preemptions { get; private set; }
    public long PrefixQueries { get; private set; }
    public long PrefixHits { get; private set; }

    public void Enqueue(ChainGroup group)
    {
        WaitingRequests++;
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
        WaitingRequests -= groups.Count(group => group is { Started: false, Ended: true });
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
            while (!_running[i].TryGrow(pool, blockSize, _running[i].Tokens.Count))
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

    private bool TryStart(LiveChain chain)
    {
        // A place for the next token too: who starts without one is preempted at once.
        var tokens = chain.Tokens.Count + 1;
        var (group, waited) = (chain.Group, !chain.Group.Started);
        if (!group.TryJoin(pool, blockSize, (tokens + blockSize - 1) / blockSize, out var takesPrompt)) return false;
        chain.TryGrow(pool, blockSize, tokens);
        if (takesPrompt) CountPrefix(group);
        if (waited) WaitingRequests--;
        return true;
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
