using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Pruning;

/// <summary>Which rollouts of one problem are kept, and why the others are not.</summary>
public static class Pruner
{
    /// <param name="rollouts">Of one problem, all variants.</param>
    public static PruneResult Prune(IReadOnlyList<Rollout> rollouts, PruneSettings settings)
    {
        if (settings.DropUnanimous && IsUnanimous(rollouts)) return new([], [.. rollouts.Select(rollout => (rollout, DropReason.Unanimous))]);
        var (kept, dropped) = (new List<Rollout>(), new List<(Rollout, DropReason)>());
        var seen = new Duplicates(settings.MaxOverlap);
        foreach (var rollout in Best(rollouts))
        {
            if (Why(rollout, settings, seen, kept.Count) is { } reason)
            {
                dropped.Add((rollout, reason));
                continue;
            }
            seen.Add(rollout);
            kept.Add(rollout);
        }
        return new(kept, dropped);
    }

    /// <summary>The best first, so that of two alike the better one stays.</summary>
    private static IEnumerable<Rollout> Best(IReadOnlyList<Rollout> rollouts) => rollouts
        .OrderByDescending(rollout => rollout.Reward ?? 0).ThenBy(rollout => rollout.Tokens)
        .ThenBy(rollout => rollout.Tree.Variant).ThenBy(rollout => rollout.Number);

    private static DropReason? Why(Rollout rollout, PruneSettings settings, Duplicates seen, int kept) =>
        settings.DropCut && rollout.Leaf.Cut ? DropReason.Cut
        : !settings.KeepWrong && rollout.Leaf.Final == Verdict.Wrong ? DropReason.Wrong
        : settings.OutcomeThreshold > (rollout.Reward ?? 0) ? DropReason.Reward
        : settings.MaxTokens < rollout.Tokens ? DropReason.Length
        : seen.Has(rollout) ? DropReason.Duplicate
        : settings.KeepPerProblem <= kept ? DropReason.Rank
        : null;

    private static bool IsUnanimous(IReadOnlyList<Rollout> rollouts)
    {
        var decided = rollouts.Where(rollout => rollout.Leaf.Verdict != Verdict.Undecided).Select(rollout => rollout.IsRight).Distinct().Count();
        return decided == 1;
    }
}

/// <param name="Kept">The best first.</param>
public sealed record PruneResult(IReadOnlyList<Rollout> Kept, IReadOnlyList<(Rollout Rollout, DropReason Reason)> Dropped);

public enum DropReason
{
    Unanimous,
    Cut,
    Wrong,
    Reward,
    Length,
    Duplicate,
    Rank,
}
