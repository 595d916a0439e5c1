using ReasonOps.Rollouts.Journals;

namespace ReasonOps.Rollouts.Trajectories;

/// <summary>A settled problem with all that was drawn for it.</summary>
/// <param name="Rollouts">In the order they were drawn in.</param>
public sealed record FinishedProblem(SettledProblem Settled, IReadOnlyList<TrajectoryTree> Trees, IReadOnlyList<Rollout> Rollouts)
{
    public string PromptOf(Rollout rollout) => Settled.Prompts[rollout.Tree.Variant];

    /// <summary>Rollouts of each variant apart: only those answer the same question.</summary>
    public IEnumerable<IGrouping<int, Rollout>> Variants => Rollouts.GroupBy(rollout => rollout.Tree.Variant);
}
