namespace ReasonOps.Inference.Cache;

/// <summary>
/// Counts who uses which block of the KV cache. A block with no user keeps what it holds until it is needed, so that a
/// prompt seen again need not be computed again. Not thread-safe: the scheduler's thread owns it.
/// </summary>
/// <remarks>Block 0 is never handed out: padding points at it.</remarks>
public sealed class BlockPool
{
    public const int Null = 0;

    private readonly int[] _users;
    private readonly BlockKey?[] _keys;
    private readonly Dictionary<BlockKey, int> _cached = [];
    private readonly LinkedList<int> _free = [];          // least recently used first
    private readonly LinkedListNode<int>[] _nodes;

    public BlockPool(int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        Capacity = blocks;
        _users = new int[blocks + 1];
        _keys = new BlockKey?[blocks + 1];
        _nodes = new LinkedListNode<int>[blocks + 1];
        for (var block = 1; block <= blocks; block++) _nodes[block] = _free.AddLast(block);
    }

    /// <summary>Blocks in all.</summary>
    public int Capacity { get; }

    /// <summary>Blocks that nobody uses, whether or not they still hold something.</summary>
    public int Free => _free.Count;

    public int Used => Capacity - Free;

    /// <summary>The most blocks that were in use at once.</summary>
    public int Peak { get; private set; }

    /// <summary>Takes a block; what it held is forgotten. False when all are in use.</summary>
    public bool TryTake(out int block)
    {
        block = Null;
        if (_free.First is not { } first) return false;
        _free.RemoveFirst();
        block = first.Value;
        Forget(block);
        _users[block] = 1;
        Peak = Math.Max(Peak, Used);
        return true;
    }

    /// <summary>The block that holds exactly these tokens after exactly that prefix, if one still does, and whether somebody uses it.</summary>
    public bool TryFind(BlockKey key, out int block, out bool used)
    {
        var found = _cached.TryGetValue(key, out block);
        used = _users[block] > 0;
        return found;
    }

    /// <summary>Joins the users of the block that <see cref="TryFind"/> finds.</summary>
    public bool TryShare(BlockKey key, out int block)
    {
        if (!_cached.TryGetValue(key, out block)) return false;
        if (_users[block]++ == 0) _free.Remove(_nodes[block]);
        Peak = Math.Max(Peak, Used);
        return true;
    }

    /// <summary>Says what a full block holds. The first block to hold it stays the one that is found.</summary>
    public void Remember(int block, BlockKey key)
    {
        if (_cached.TryAdd(key, block)) _keys[block] = key;
    }

    public void Release(int block)
    {
        ArgumentOutOfRangeException.ThrowIfZero(_users[block]);
        if (--_users[block] == 0) _free.AddLast(_nodes[block]);
    }

    private void Forget(int block)
    {
        if (_keys[block] is not { } key) return;
        _cached.Remove(key);
        _keys[block] = null;
    }
}
