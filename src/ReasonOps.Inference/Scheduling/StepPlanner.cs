using ReasonOps.Inference.Cache;
using ReasonOps.Inference.Decoding;

namespace ReasonOps.Inference.Scheduling;

/// <summary>Writes steps: which tokens are computed next, and through which blocks each sees what came before it.</summary>
internal sealed class StepPlanner(int blockSize, int maxPromptRows)
{
    /// <summary>
    /// A prompt among the shared costs every row of the step one column of a matrix product; in a row's own table it
    /// costs that row alone, but copied: reckoned at this many times as much, from memory traffic; not tuned by measurement.
    /// </summary>
    private const int CopyCost = 8;

    private readonly Dictionary<ChainGroup, int> _sharedAt = [];
    private readonly Dictionary<ChainGroup, int> _rows = [];

    /// <summary>The next tokens of prompts that are not in the cache yet; returns who got how many.</summary>
    public List<(ChainGroup Group, int Count)> Prompts(IReadOnlyList<LiveChain> running, StepBatch batch)
    {
        batch.Clear();
        var planned = new List<(ChainGroup, int)>();
        var room = maxPromptRows;
        foreach (var group in running.Select(chain => chain.Group).Distinct())
        {
            if (group.Prefix is not { Ready: false } prefix || room == 0) continue;
            var count = Math.Min(room, prefix.Length - prefix.Computed);
            Prompt(prefix, count, batch.Share(prefix), batch);
            planned.Add((group, count));
            room -= count;
        }
        return planned;
    }

    /// <summary>
    /// The tokens of running chains that are not in the cache yet; returns who got how many, in order. One each, and for
    /// chains that were preempted as many more as there is room for.
    /// </summary>
    public List<(LiveChain Chain, int Count)> Chains(IReadOnlyList<LiveChain> running, StepBatch batch)
    {
        batch.Clear();
        var planned = new List<(LiveChain Chain, int Count)>();
        var room = maxPromptRows;
        foreach (var chain in running)
        {
            var missing = chain.Tokens.Count - chain.Computed;
            if (!chain.Group.Prefix!.Ready || missing == 0) continue;
            var count = Math.Min(missing, 1 + room);
            planned.Add((chain, count));
            room -= count - 1;
        }
        SharePrompts(planned, batch);
        foreach (var (chain, count) in planned) Chain(chain, count, batch);
        return planned;
    }

    private void Prompt(Prefix prefix, int count, int start, StepBatch batch)
    {
        for (var i = 0; i < count; i++)
        {
            var position = prefix.Computed + i;
            batch.Add(new StepRow(
                prefix.Tokens[position], position, prefix.Blocks[position / blockSize], position % blockSize,
                start, position + 1, Prompt: null, Own: null, OwnCount: 0, Sampled: position == prefix.Length - 1));
        }
    }

    private void Chain(LiveChain chain, int count, StepBatch batch)
    {
        var prefix = chain.Group.Prefix!;
        var shared = _sharedAt.TryGetValue(chain.Group, out var start);
        for (var i = chain.Computed; i < chain.Computed + count; i++)
        {
            batch.Add(new StepRow(
                chain.Tokens[i], prefix.Length + i, chain.Blocks[i / blockSize], i % blockSize,
                start, shared ? prefix.Length : 0, shared ? null : prefix, chain.Blocks, i + 1, Sampled: i == chain.Tokens.Count - 1));
        }
    }

    private void SharePrompts(List<(LiveChain Chain, int Count)> planned, StepBatch batch)
    {
        _sharedAt.Clear();
        _rows.Clear();
        var rows = 0;
        foreach (var (chain, count) in planned)
        {
            rows += count;
            _rows[chain.Group] = _rows.GetValueOrDefault(chain.Group) + count;
        }
        foreach (var (group, own) in _rows)
        {
            if (own > 1 && own * CopyCost >= rows) _sharedAt[group] = batch.Share(group.Prefix!);
        }
    }
}
