using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Ranked lists for preference optimisation over trees (TPO, arXiv:2410.12854), as its authors' trainer reads them: a prompt, its responses step by step, the best first, and
/// what each is worth, 0 to 1, by the reward model or the verdict. Responses of one list are all different; a list whose responses are worth the same teaches nothing and is left out.
/// </summary>
public sealed class PreferenceListsFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    private const int Longest = 8;

    public override string Name => "PreferenceLists";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept)
    {
        foreach (var variant in problem.Variants)
        {
            var ranked = variant.Where(rollout => rollout.FirstReward is not null && !rollout.Leaf.Cut).DistinctBy(Completion)
                .OrderByDescending(rollout => rollout.FirstReward).ThenBy(rollout => rollout.Tokens).ThenBy(rollout => rollout.Number).ToArray();
            // The best and the worst say the most.
            var list = ranked.Length <= Longest ? ranked : [.. ranked[..(Longest / 2)], .. ranked[^(Longest / 2)..]];
            if (list.Select(rollout => rollout.FirstReward).Distinct().Count() < 2) continue;
            yield return new JsonObject
            {
                ["id"] = $"{problem.Settled.Problem.Id}/{variant.Key}",
                ["prompt"] = problem.Settled.Prompts[variant.Key],
                ["response_list"] = new JsonArray([.. list.Select(Response)]),
                ["shared"] = list.Min(rollout => rollout.Reasoning.AsSpan().CommonPrefixLength(list[0].Reasoning)),
            };
        }
    }

    private JsonObject Response(Rollout rollout) => new()
    {
        ["response"] = new JsonArray([.. Steps(rollout).Select(step => JsonValue.Create(step))]),
        ["score"] = rollout.FirstReward!.Value,
    };

    /// <summary>Together they are the completion.</summary>
    private IEnumerable<string> Steps(Rollout rollout)
    {
        if (rollout.Reasoning.Length == 0) return [rollout.Content];
        var steps = Settings.Steps.Split(rollout.Reasoning);
        return [Settings.Thinking.Open + steps[0], .. steps.Skip(1), Settings.Thinking.Close + rollout.Content];
    }
}
