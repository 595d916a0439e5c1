using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Ranked lists for preference optimisation over trees (TPO, arXiv:2410.12854): a prompt, its responses best first, and what each is worth, 0 to 1, by the reward model or the
/// verdict. Responses of one list are all different; a list whose responses are worth the same teaches nothing and is left out.
/// </summary>
public sealed class PreferenceListsFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    private const int Longest = 8;

    public override string Name => "PreferenceLists";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept)
    {
        foreach (var variant in problem.Variants)
        {
            var ranked = variant.Where(rollout => rollout.Reward is not null && !rollout.Leaf.Cut).DistinctBy(Completion)
                .OrderByDescending(rollout => rollout.Reward).ThenBy(rollout => rollout.Tokens).ThenBy(rollout => rollout.Number).ToArray();
            // The best and the worst say the most.
            var list = ranked.Length <= Longest ? ranked : [.. ranked[..(Longest / 2)], .. ranked[^(Longest / 2)..]];
            if (list.Select(rollout => rollout.Reward).Distinct().Count() < 2) continue;
            yield return new JsonObject
            {
                ["id"] = $"{problem.Settled.Problem.Id}/{variant.Key}",
                ["prompt"] = Messages(("user", problem.Settled.Prompts[variant.Key])),
                ["responses"] = new JsonArray([.. list.Select(rollout => JsonValue.Create(Completion(rollout)))]),
                ["scores"] = new JsonArray([.. list.Select(rollout => JsonValue.Create(rollout.Reward!.Value))]),
                ["shared"] = list.Min(rollout => rollout.Reasoning.AsSpan().CommonPrefixLength(list[0].Reasoning)),
            };
        }
    }
}
