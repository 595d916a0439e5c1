using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Journals;

/// <summary>A settled problem in numbers.</summary>
/// <param name="Right">Rollouts that were right at the first attempt.</param>
/// <param name="Wrong">Those that were wrong at it.</param>
/// <param name="Kept">By the settings it was drawn with; the dataset may be written with others.</param>
/// <param name="Backward">Tokens of kept chains, each whole: what a trainer runs backward over.</param>
public sealed record ProblemCounts(int Right, int Wrong, int Kept, long Backward)
{
    public static ProblemCounts Of(IReadOnlyList<TrajectoryTree> trees, PruneSettings prune)
    {
        var rollouts = Rollout.Of(trees);
        var kept = Pruner.Prune(rollouts, prune).Kept;
        return new(
            rollouts.Count(rollout => rollout.IsRight), rollouts.Count(rollout => rollout.Leaf.Verdict == Verdict.Wrong),
            kept.Count, kept.Sum(rollout => (long)(rollout.Mended?.Tokens ?? rollout.Tokens)));
    }
}
