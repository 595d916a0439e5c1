using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Counts finished problems as they go by.</summary>
public sealed class Tally
{
    private readonly Dictionary<DropReason, long> _dropped = [];
    private readonly Dictionary<int, (double Sum, long Problems)> _passAt = [];
    private readonly SortedDictionary<string, long> _weights = new(StringComparer.Ordinal);
    private DatasetCounts _counts = new();

    public DatasetCounts Counts => _counts with
    {
        Dropped = _dropped.OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key.ToString(), pair => pair.Value),
        Weights = _weights,
        PassAt = _passAt.OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value.Sum / pair.Value.Problems),
    };

    public void Add(FinishedProblem problem, PruneResult pruned)
    {
        var right = problem.Rollouts.Count(rollout => rollout.IsRight);
        var wrong = problem.Rollouts.Count(rollout => rollout.Leaf.Verdict == Verdict.Wrong);
        _counts = _counts with
        {
            Problems = _counts.Problems + 1,
            Quarantined = _counts.Quarantined + (problem.Settled.Quarantined is null ? 0 : 1),
            Rollouts = _counts.Rollouts + problem.Rollouts.Count,
            Right = _counts.Right + right,
            Wrong = _counts.Wrong + wrong,
            Undecided = _counts.Undecided + problem.Rollouts.Count - right - wrong,
            Kept = _counts.Kept + pruned.Kept.Count,
            KeptTokens = _counts.KeptTokens + pruned.Kept.Sum(rollout => (long)(rollout.Mended?.Tokens ?? rollout.Tokens)),
            Tokens = _counts.Tokens + problem.Trees.Sum(tree => tree.Nodes.Sum(node => (long)node.Tokens) + tree.Leaves.Sum(leaf => (long)leaf.Tokens)),
            TokensUnshared = _counts.TokensUnshared + problem.Rollouts.Sum(rollout => (long)rollout.Tokens),
            Drawn = _counts.Drawn + problem.Trees.Sum(tree => (long)tree.Drawn),
            Forward = _counts.Forward + problem.Trees.Sum(tree => tree.Forward),
        };
        foreach (var weights in problem.Rollouts.Select(rollout => rollout.Weights).OfType<string>()) _weights[weights] = _weights.GetValueOrDefault(weights) + 1;
        foreach (var (_, reason) in pruned.Dropped) _dropped[reason] = _dropped.GetValueOrDefault(reason) + 1;
        foreach (var k in JournalFigures.Coverage.TakeWhile(k => k <= right + wrong))
        {
            var (sum, problems) = _passAt.GetValueOrDefault(k);
            _passAt[k] = (sum + PassAtK.Estimate(right + wrong, right, k), problems + 1);
        }
    }
}
