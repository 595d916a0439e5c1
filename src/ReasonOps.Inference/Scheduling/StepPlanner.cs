using ReasonOps.Inference.Cache;
using ReasonOps.Inference.Decoding;

namespace ReasonOps.Inference.Scheduling;

/// <summary>Writes steps: which tokens are computed next, and through which blocks each sees what came before it.</summary>
internal sealed class StepPlanner(int blockSize, int maxPromptRows)
{
    /// <summary>
    /// A prompt among the shared costs every row of the step one column of a matrix product; in a row's own table it
    /// costs that row alone, but copied: about this many times as much, measured.
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

    /// <summary>The tokens of running chains that are not in the cache yet; returns the chains whose next token is sampled, in order.</summary>
    public List<LiveChain> Chains(IReadOnlyList<LiveChain> running, StepBatch batch)
    {
        batch.Clear();
        var ready = running.Where(chain => chain.Group.Prefix!.Ready && chain.Computed < chain.Tokens.Count).ToList();
        SharePrompts(ready, batch);
        foreach (var chain in ready) Chain(chain, batch);
        return ready;
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

    private void Chain(LiveChain chain, StepBatch batch)
    {
        var prefix = chain.Group.Prefix!;
        var shared = _sharedAt.TryGetValue(chain.Group, out var start);
        for (var i = chain.Computed; i < chain.Tokens.Count; i++)
        {
            batch.Add(new StepRow(
                chain.Tokens[i], prefix.Length + i, chain.Blocks[i / blockSize], i % blockSize,
                start, shared ? prefix.Length : 0, shared ? null : prefix, chain.Blocks, i + 1, Sampled: i == chain.Tokens.Count - 1));
        }
    }

    private void SharePrompts(List<LiveChain> chains, StepBatch batch)
    {
        _sharedAt.Clear();
        _rows.Clear();
        var rows = 0;
        foreach (var chain in chains)
        {
            var own = chain.Tokens.Count - chain.Computed;
            rows += own;
            _rows[chain.Group] = _rows.GetValueOrDefault(chain.Group) + own;
        }
        foreach (var (group, count) in _rows)
        {
            if (count > 1 && count * CopyCost >= rows) _sharedAt[group] = batch.Share(group.Prefix!);
        }
    }
}
