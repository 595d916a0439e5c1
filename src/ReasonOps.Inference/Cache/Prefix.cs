namespace ReasonOps.Inference.Cache;

/// <summary>The blocks of a prompt that the chains of a request share: computed once, counted once.</summary>
public sealed class Prefix
{
    private readonly BlockPool _pool;

    private Prefix(BlockPool pool, int[] tokens, int[] blocks, BlockKey[] keys, int blockSize, int cached)
    {
        _pool = pool;
        Tokens = tokens;
        Blocks = blocks;
        BlockSize = blockSize;
        _keys = keys;
        Cached = Computed = cached;
    }

    private readonly BlockKey[] _keys;

    public int[] Tokens { get; }
    public int[] Blocks { get; }
    public int BlockSize { get; }

    /// <summary>Leading tokens that were found in the cache.</summary>
    public int Cached { get; }

    /// <summary>Leading tokens whose keys and values are in the blocks.</summary>
    public int Computed { get; private set; }

    public bool Ready => Computed == Tokens.Length;

    public int Length => Tokens.Length;

    /// <summary>Takes the blocks a prompt needs, the ones that are cached shared. False, with nothing taken, when there are too few.</summary>
    public static bool TryTake(BlockPool pool, int[] tokens, int blockSize, out Prefix prefix)
    {
        var keys = KeysOf(tokens, blockSize);
        var blocks = new int[(tokens.Length + blockSize - 1) / blockSize];
        var taken = 0;
        // The last token is always computed: its logits are what the first sampled token needs.
        while (taken < (tokens.Length - 1) / blockSize && pool.TryShare(keys[taken], out blocks[taken])) taken++;
        var cached = taken * blockSize;
        while (taken < blocks.Length && pool.TryTake(out blocks[taken])) taken++;
        prefix = new Prefix(pool, tokens, blocks, keys, blockSize, cached);
        if (taken == blocks.Length) return true;
        for (var i = taken - 1; i >= 0; i--) pool.Release(blocks[i]);
        return false;
    }

    /// <summary>The next <paramref name="count"/> tokens are in their blocks now; blocks that became full can be found by others.</summary>
    public void Advance(int count)
    {
        var from = Computed / BlockSize;
        Computed += count;
        for (var i = from; i < Computed / BlockSize; i++) _pool.Remember(Blocks[i], _keys[i]);
    }

    public void Release()
    {
        // Last block first: a prefix is evicted from its end.
        for (var i = Blocks.Length - 1; i >= 0; i--) _pool.Release(Blocks[i]);
    }

    private static BlockKey[] KeysOf(int[] tokens, int blockSize)
    {
        var keys = new BlockKey[tokens.Length / blockSize];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new BlockKey(i == 0 ? null : keys[i - 1], tokens.AsSpan(i * blockSize, blockSize));
        return keys;
    }
}
