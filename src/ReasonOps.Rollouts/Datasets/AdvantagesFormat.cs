using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Groups for GRPO (arXiv:2402.03300): the completions of a prompt, their rewards, and each one's advantage over the group, (reward - mean) / standard
/// deviation. A group whose rewards are all the same has no advantage to learn from and is left out.
/// </summary>
public sealed class AdvantagesFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Advantages";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept)
    {
        foreach (var variant in problem.Variants)
        {
            var group = variant.Where(rollout => rollout.Reward is not null).ToArray();
            var rewards = group.Select(rollout => rollout.Reward!.Value).ToArray();
            if (rewards.Distinct().Count() < 2) continue;
            var mean = rewards.Average();
            var deviation = Math.Sqrt(rewards.Average(reward => (reward - mean) * (reward - mean)));
            yield return new JsonObject
            {
                ["id"] = $"{problem.Settled.Problem.Id}/{variant.Key}",
                ["prompt"] = problem.Settled.Prompts[variant.Key],
                ["completions"] = new JsonArray([.. group.Select(rollout => JsonValue.Create(Completion(rollout)))]),
                ["rewards"] = new JsonArray([.. rewards.Select(reward => JsonValue.Create(reward))]),
                ["advantages"] = new JsonArray([.. rewards.Select(reward => JsonValue.Create((reward - mean) / deviation))]),
            };
        }
    }
}
