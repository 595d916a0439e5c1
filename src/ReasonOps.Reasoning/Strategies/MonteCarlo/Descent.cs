using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.MonteCarlo;

/// <summary>The way down from the question, step by step, as far as the chains there are lead; then what is needed to go on.</summary>
internal sealed class Descent
{
    private readonly StrategySettings _settings;
    private readonly ChainTree _tree;
    private readonly List<Chain> _leaves = [];
    private readonly Dictionary<int, double> _worth = [];

    public Descent(StrategySettings settings, ChainTree tree)
    {
        (_settings, _tree) = (settings, tree);
        Chain? place = null;
        for (var depth = 1; depth > 0 && Left > 0 && Next is null && Stopped is null; depth = place is null ? 0 : depth + 1)
            place = Down(place, depth >= settings.Search.Depth);
    }

    /// <summary>Null: the search is over.</summary>
    public Decision.More? Next { get; private set; }

    /// <summary>What ended it early.</summary>
    public string? Stopped { get; private set; }

    private int Left => _settings.Votes - _leaves.Count;

    /// <summary>That of the step it completes; null where that was not estimated.</summary>
    public double? Worth(Chain leaf) => leaf.Parent is { } step && _worth.TryGetValue(step, out var worth) ? worth : null;

    /// <summary>The step that is gone on from; null where there is none, or more must come first.</summary>
    private Chain? Down(Chain? place, bool last)
    {
        if (!Has([(ChainTree.Step(place), Math.Min(_settings.Search.Branching, Left))], out var drawn)) return null;
        _leaves.AddRange(drawn.Where(chain => chain.Ran));
        var steps = Candidate.Distinct(drawn.Where(chain => !chain.Ran)).OrderByDescending(step => step.Count).Take(Math.Max(0, Left)).ToList();
        if (steps.Count == 1 && !last) return steps[0].Chain;
        var each = steps.Count == 0 ? 0 : last ? Left / steps.Count : Math.Min(_settings.Search.Completions, Left / steps.Count);
        if (!Has(steps.Select(step => (ChainTree.ToItsEnd(step.Chain), each)), out var completions)) return null;
        _leaves.AddRange(completions);
        if (!AreChecked()) return null;
        var rightness = new Rightness(_tree, _leaves, _settings.Equivalence);
        Stopped = rightness.Stopped(_settings.Stop, _settings.Votes);
        foreach (var step in steps) Estimate(step.Chain, rightness);
        return last ? null : steps.MaxBy(step => _worth.GetValueOrDefault(step.Chain.Index))?.Chain;
    }

    private void Estimate(Chain step, Rightness rightness)
    {
        var completions = _tree.Drawn(ChainTree.ToItsEnd(step));
        if (completions.Count == 0) return;
        var known = completions.Select(rightness.Checked).OfType<double>().ToList();
        _worth[step.Index] = known.Count > 0 ? known.Average() : completions.Average(rightness.Agreed);
    }

    private bool Has(IEnumerable<(Draft Draft, int Count)> wanted, out IReadOnlyList<Chain> drawn)
    {
        var all = wanted.ToList();
        var missing = _tree.Missing(all, _settings.Votes);
        drawn = [.. all.SelectMany(want => _tree.Drawn(want.Draft))];
        if (missing.Count > 0) Next = new Decision.More { Draw = missing };
        return missing.Count == 0;
    }

    private bool AreChecked()
    {
        if (_settings.Reward.By != Ranking.Verifier || _tree.Unchecked(_leaves) is not { Count: > 0 } left) return true;
        Next = new Decision.More { Check = left };
        return false;
    }
}
