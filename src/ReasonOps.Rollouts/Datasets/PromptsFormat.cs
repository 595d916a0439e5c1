using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Prompts for reinforcement learning as verl reads them, with how hard each was: a line a problem of which anything is kept.</summary>
public sealed class PromptsFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Prompts";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept)
    {
        foreach (var variant in kept.Kept.Select(rollout => rollout.Tree.Variant).Distinct().Order())
        {
            var decided = problem.Rollouts.Where(rollout => rollout.Tree.Variant == variant && rollout.Leaf.Verdict != Verdict.Undecided).ToArray();
            yield return new JsonObject
            {
                ["data_source"] = Settings.Source,
                ["prompt"] = Messages(("user", problem.Settled.Prompts[variant])),
                ["ability"] = problem.Settled.Problem.Ability,
                ["reward_model"] = new JsonObject { ["style"] = "rule", ["ground_truth"] = problem.Settled.VersionOf(variant).Answer },
                ["extra_info"] = new JsonObject
                {
                    ["index"] = problem.Settled.Number,
                    ["id"] = problem.Settled.Problem.Id,
                    ["variant"] = variant,
                    ["rollouts"] = decided.Length,
                    ["pass_at_1"] = decided.Length == 0 ? null : PassAtK.Estimate(decided.Length, decided.Count(rollout => rollout.IsRight), 1),
                },
            };
        }
    }
}
