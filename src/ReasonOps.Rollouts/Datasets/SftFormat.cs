using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Supervised fine-tuning: TRL's conversational <c>prompt</c> and <c>completion</c>, of each kept chain. One that was mended has what was wrong, and what was said of it, in
/// its prompt; one that was told the answer does not, as if it had come to it by itself (STaR, arXiv:2203.14465).
/// </summary>
public sealed class SftFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Sft";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept) => kept.Kept.Select(rollout => new JsonObject
    {
        ["id"] = IdOf(problem, rollout),
        ["prompt"] = Prompt(problem.PromptOf(rollout), rollout),
        ["completion"] = Messages(("assistant", rollout.Mended is { } mended ? Completion(mended.Reasoning, mended.Content) : Completion(rollout))),
    });

    private static JsonArray Prompt(string question, Rollout rollout) => rollout.Mended is { Hinted: false } mended
        ? Messages(("user", question), ("assistant", rollout.Content), ("user", mended.Told))
        : Messages(("user", question));
}
