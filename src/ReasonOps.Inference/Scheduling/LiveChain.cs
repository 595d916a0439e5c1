using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Scheduling;

/// <summary>A chain that has not ended: its tokens so far and the blocks that hold those already computed.</summary>
internal sealed class LiveChain(ChainGroup group, int index)
{
    private int _thought;

    public ChainGroup Group => group;
    public int Index => index;
    public long Seed => group.Request.Seed + index;
    public ChainPhase Phase { get; private set; } = group.Request.Phase;

    /// <summary>Sampled tokens, the first after the prompt.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>How many of <see cref="Tokens"/> are in the cache.</summary>
    public int Computed { get; private set; }

    public List<int> Blocks { get; } = [];
    public bool Ended { get; private set; }

    /// <summary>When its newest token came; 0 before the first.</summary>
    public long LastTokenAt { get; set; }

    /// <summary>The next token is not sampled but set: the budget is spent.</summary>
    public bool MustEndThinking => Phase == ChainPhase.Thinking && _thought >= group.Request.ThinkingBudget;

    public bool IsCancelled => !group.Generation.Wants(index);

    /// <summary>Takes blocks until so many tokens have a place; keeps what it got when there are too few.</summary>
    public bool TryGrow(BlockPool pool, int blockSize, int tokens)
    {
        while (Blocks.Count * blockSize < tokens)
        {
            if (!pool.TryTake(out var block)) return false;
            Blocks.Add(block);
        }
        return true;
    }

    public void Advance(int count) => Computed += count;

    /// <summary>Gives its blocks back. A chain that goes on later is computed again from its tokens.</summary>
    public void Release(BlockPool pool)
    {
        foreach (var block in Blocks) pool.Release(block);
        Blocks.Clear();
        Computed = 0;
    }

    /// <summary>Adds a token and says what it means.</summary>
    public (bool Thinking, bool IsMark, FinishReason Finish) Append(int token, int endOfThinking, int endOfAnswer)
    {
        Tokens.Add(token);
        var thinking = Phase == ChainPhase.Thinking;
        var closes = thinking && token == endOfThinking;
        if (closes) Phase = ChainPhase.Answering;
        else if (thinking) _thought++;
        var finish = token == endOfAnswer && !group.Request.IgnoreEnd ? FinishReason.Stop
            : Tokens.Count >= group.Request.MaxTokens ? FinishReason.Length
            : FinishReason.None;
        Ended = finish != FinishReason.None;
        return (thinking, closes || token == endOfAnswer, finish);
    }

    public void Abandon() => Ended = true;
}
