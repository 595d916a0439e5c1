using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Supervised fine-tuning: TRL's conversational <c>prompt</c> and <c>completion</c>, of each kept chain.</summary>
public sealed class SftFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Sft";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept) => kept.Kept.Select(rollout => new JsonObject
    {
        ["id"] = IdOf(problem, rollout),
        ["prompt"] = Message("user", problem.PromptOf(rollout)),
        ["completion"] = Message("assistant", Completion(rollout)),
    });
}
