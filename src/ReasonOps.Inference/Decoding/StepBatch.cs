using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Decoding;

/// <summary>One query token of a step.</summary>
/// <param name="Position">In its sequence, from 0.</param>
/// <param name="Block">Where its key and value are written.</param>
/// <param name="SharedStart">First of the shared tokens it sees.</param>
/// <param name="SharedCount">How many of them it sees.</param>
/// <param name="Prompt">A prompt read through the row's own table (when it is not among the shared), or null.</param>
/// <param name="Own">The chain's blocks.</param>
/// <param name="OwnCount">How many tokens in them it sees, itself included.</param>
/// <param name="Sampled">Its logits are wanted.</param>
public readonly record struct StepRow(
    int Token, int Position, int Block, int Offset, int SharedStart, int SharedCount, Prefix? Prompt, List<int>? Own, int OwnCount, bool Sampled);

/// <summary>The rows of a step and the prompts that they share.</summary>
public sealed class StepBatch(int blockSize)
{
    private readonly List<StepRow> _rows = [];
    private readonly List<int> _sharedBlocks = [];

    public int BlockSize => blockSize;
    public IReadOnlyList<StepRow> Rows => _rows;
    public IReadOnlyList<int> SharedBlocks => _sharedBlocks;
    public int SampledRows { get; private set; }

    public void Clear()
    {
        _rows.Clear();
        _sharedBlocks.Clear();
        SampledRows = 0;
    }

    /// <summary>Puts a prompt's blocks among the shared; returns the place of its first token there.</summary>
    public int Share(Prefix prefix)
    {
        var start = _sharedBlocks.Count * blockSize;
        _sharedBlocks.AddRange(prefix.Blocks);
        return start;
    }

    public void Add(StepRow row)
    {
        _rows.Add(row);
        if (row.Sampled) SampledRows++;
    }
}
