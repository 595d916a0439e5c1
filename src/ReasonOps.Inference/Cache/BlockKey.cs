namespace ReasonOps.Inference.Cache;

/// <summary>What a full block holds: its tokens, and by reference all that came before them. Equal by content, so no hash can collide.</summary>
public sealed class BlockKey : IEquatable<BlockKey>
{
    private readonly BlockKey? _before;
    private readonly int[] _tokens;
    private readonly int _hash;

    public BlockKey(BlockKey? before, ReadOnlySpan<int> tokens)
    {
        _before = before;
        _tokens = tokens.ToArray();
        var hash = new HashCode();
        hash.Add(before?._hash ?? 0);
        foreach (var token in tokens) hash.Add(token);
        _hash = hash.ToHashCode();
    }

    public bool Equals(BlockKey? other)
    {
        // A loop, not recursion: a long prompt is thousands of blocks.
        for (BlockKey? a = this, b = other; ; a = a._before, b = b._before)
        {
            if (ReferenceEquals(a, b)) return true;
            if (a is null || b is null || a._hash != b._hash || !a._tokens.AsSpan().SequenceEqual(b._tokens)) return false;
        }
    }

    public override bool Equals(object? obj) => Equals(obj as BlockKey);

    public override int GetHashCode() => _hash;
}
