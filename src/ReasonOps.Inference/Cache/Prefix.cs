using System.Diagnostics.CodeAnalysis;

namespace ReasonOps.Inference.Cache;

/// <summary>The blocks of a prompt that the chains of a request share: computed once, counted once.</summary>
public sealed class Prefix
{
    private readonly BlockPool _pool;
    private readonly BlockKey[] _keys;

    private Prefix(BlockPool pool, int[] tokens, int[] blocks, BlockKey[] keys, int blockSize, int cached)
    {
        _pool = pool;
        Tokens = tokens;
        Blocks = blocks;
        BlockSize = blockSize;
        _keys = keys;
        Cached = Computed = cached;
    }

    public int[] Tokens { get; }
    public int[] Blocks { get; }
    public int BlockSize { get; }

    /// <summary>Leading tokens that were found in the cache.</summary>
    public int Cached { get; }

    /// <summary>Leading tokens whose keys and values are in the blocks.</summary>
    public int Computed { get; private set; }

    public bool Ready => Computed == Tokens.Length;

    public int Length => Tokens.Length;

    /// <summary>
    /// Takes the blocks a prompt needs, those that are cached shared. False, and nothing is changed, when there would not be
    /// <paramref name="spare"/> blocks left: a prompt that waits for room must not evict what others could still find.
    /// </summary>
    public static bool TryTake(BlockPool pool, int[] tokens, int blockSize, int spare, [NotNullWhen(true)] out Prefix? prefix)
    {
        prefix = null;
        var keys = KeysOf(tokens, blockSize);
        var blocks = new int[(tokens.Length + blockSize - 1) / blockSize];
        var cached = CountCached(pool, keys, (tokens.Length - 1) / blockSize, out var unused);
        if (blocks.Length - cached + spare > pool.Free - unused) return false;
        for (var i = 0; i < cached; i++) pool.TryShare(keys[i], out blocks[i]);
        for (var i = cached; i < blocks.Length; i++) pool.TryTake(out blocks[i]);
        prefix = new Prefix(pool, tokens, blocks, keys, blockSize, cached * blockSize);
        return true;
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

    // At most all but the block of the last token, which is always computed: its logits are what the first sampled token needs.
    private static int CountCached(BlockPool pool, BlockKey[] keys, int most, out int unused)
    {
        unused = 0;
        for (var i = 0; i < most; i++)
        {
            if (!pool.TryFind(keys[i], out _, out var used)) return i;
            if (!used) unused++;
        }
        return most;
    }

    private static BlockKey[] KeysOf(int[] tokens, int blockSize)
    {
        var keys = new BlockKey[tokens.Length / blockSize];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new BlockKey(i == 0 ? null : keys[i - 1], tokens.AsSpan(i * blockSize, blockSize));
        return keys;
    }
}
