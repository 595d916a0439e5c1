using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Groups for GRPO (arXiv:2402.03300): the completions of a prompt, their rewards, and each one's advantage over the group, (reward - mean) / standard
/// deviation, which is that of a sample (n - 1), as TRL, verl and OpenRLHF have it. A group whose rewards are all the same has no advantage to learn from and is left out.
/// </summary>
public sealed class AdvantagesFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Advantages";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept)
    {
        foreach (var variant in problem.Variants)
        {
            var group = variant.Where(rollout => rollout.FirstReward is not null).ToArray();
            var rewards = group.Select(rollout => rollout.FirstReward!.Value).ToArray();
            if (rewards.Distinct().Count() < 2) continue;
            var mean = rewards.Average();
            var deviation = Math.Sqrt(rewards.Sum(reward => (reward - mean) * (reward - mean)) / (rewards.Length - 1));
            var line = new JsonObject
            {
                ["id"] = $"{problem.Settled.Problem.Id}/{variant.Key}",
                ["prompt"] = problem.Settled.Prompts[variant.Key],
                ["completions"] = new JsonArray([.. group.Select(rollout => JsonValue.Create(Completion(rollout)))]),
                ["rewards"] = new JsonArray([.. rewards.Select(reward => JsonValue.Create(reward))]),
                ["advantages"] = new JsonArray([.. rewards.Select(reward => JsonValue.Create((reward - mean) / deviation))]),
            };
            Drawn(line, group);
            yield return line;
        }
    }

    /// <summary>What an off-policy trainer needs of each completion: its tokens' log probabilities, their ids, and the weights that drew it.</summary>
    private static void Drawn(JsonObject line, Rollout[] group)
    {
        if (group.All(rollout => rollout.Logprobs is not null))
            line["logprobs"] = new JsonArray([.. group.Select(rollout => new JsonArray([.. rollout.Logprobs!.Select(logprob => JsonValue.Create(logprob))]))]);
        if (group.All(rollout => rollout.Ids is not null))
            line["token_ids"] = new JsonArray([.. group.Select(rollout => new JsonArray([.. rollout.Ids!.Select(id => JsonValue.Create(id))]))]);
        if (group.All(rollout => rollout.Weights is not null)) line["weights"] = new JsonArray([.. group.Select(rollout => JsonValue.Create(rollout.Weights))]);
    }
}
