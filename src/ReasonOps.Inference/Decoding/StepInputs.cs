using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Decoding;

/// <summary>A batch as the arrays the graph takes (their shapes: <c>config/models/recipe/export.py</c>). The buffers grow and are used again.</summary>
internal sealed class StepInputs(int groups)
{
    /// <summary>Added to the score of what a row must not see. Finite: a padding row sees nothing, and must not become NaN.</summary>
    private const float Hidden = -1e9f;

    /// <summary>With one row the matrix products take another kernel, whose rounding differs: a chain would depend on its neighbours.</summary>
    private const int FewestRows = 2;

    public long[] Tokens = [], Positions = [], Slots = [], OwnBlocks = [], SharedBlocks = [], Sampled = [];
    public float[] OwnMask = [], SharedMask = [];
    public readonly long[] SharedOwn = new long[2];

    public int Groups => groups;
    public int Rows { get; private set; }
    public int OwnBlocksPerRow { get; private set; }
    public int SharedBlockCount { get; private set; }

    public void Fill(StepBatch batch)
    {
        Size(batch);
        Array.Clear(OwnBlocks, 0, Rows * OwnBlocksPerRow);
        OwnMask.AsSpan(0, Rows * (int)SharedOwn[1]).Fill(Hidden);
        SharedMask.AsSpan(0, Rows * (int)SharedOwn[0]).Fill(Hidden);
        SharedBlocks[0] = BlockPool.Null;
        for (var i = 0; i < batch.SharedBlocks.Count; i++) SharedBlocks[i] = batch.SharedBlocks[i];
        for (int row = 0, sampled = 0; row < Rows; row++)
        {
            Fill(row, row < batch.Rows.Count ? batch.Rows[row] : default, batch.BlockSize);
            if (row < batch.Rows.Count && batch.Rows[row].Sampled) Sampled[sampled++] = row;
        }
    }

    private void Fill(int row, in StepRow from, int blockSize)
    {
        Tokens[row] = from.Token;
        Positions[row] = from.Position;
        for (var group = 0; group < groups; group++)
        {
            var slot = Slots.AsSpan((row * groups + group) * 3, 3);
            (slot[0], slot[1], slot[2]) = (group, from.Block, from.Offset);
        }
        SharedMask.AsSpan(row * (int)SharedOwn[0] + from.SharedStart, from.SharedCount).Clear();
        var mask = OwnMask.AsSpan(row * (int)SharedOwn[1], (int)SharedOwn[1]);
        var table = OwnBlocks.AsSpan(row * OwnBlocksPerRow, OwnBlocksPerRow);
        var prompt = from.Prompt?.Blocks ?? [];
        for (var i = 0; i < prompt.Length; i++) table[i] = prompt[i];
        mask[..(from.Prompt?.Length ?? 0)].Clear();
        for (var i = 0; i < from.Own?.Count; i++) table[prompt.Length + i] = from.Own[i];
        mask.Slice(prompt.Length * blockSize, from.OwnCount).Clear();
    }

    private void Size(StepBatch batch)
    {
        Rows = Math.Max(FewestRows, batch.Rows.Count);
        OwnBlocksPerRow = 1;
        foreach (var row in batch.Rows)
            OwnBlocksPerRow = Math.Max(OwnBlocksPerRow, (row.Prompt?.Blocks.Length ?? 0) + (row.Own?.Count ?? 0));
        SharedBlockCount = Math.Max(1, batch.SharedBlocks.Count);
        SharedOwn[0] = SharedBlockCount * batch.BlockSize;
        SharedOwn[1] = OwnBlocksPerRow * batch.BlockSize;
        Grow(ref Tokens, Rows);
        Grow(ref Positions, Rows);
        Grow(ref Slots, Rows * groups * 3);
        Grow(ref OwnBlocks, Rows * OwnBlocksPerRow);
        Grow(ref OwnMask, Rows * (int)SharedOwn[1]);
        Grow(ref SharedBlocks, SharedBlockCount);
        Grow(ref SharedMask, Rows * (int)SharedOwn[0]);
        Grow(ref Sampled, batch.SampledRows);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[Math.Max(length, 2 * array.Length)];
    }
}
