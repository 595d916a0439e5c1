using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Problems;
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
                ["reward_model"] = new JsonObject { ["style"] = "rule", ["ground_truth"] = GroundTruth(problem.Settled.VersionOf(variant)) },
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

    /// <summary>A text, as reward functions get it: the answer; of code that reads and writes verl's <c>inputs</c> and <c>outputs</c>; of anything else that is checked the check.</summary>
    private static string? GroundTruth(Problem version)
    {
        if (version.Answer is not null || version.Check is not { } check) return version.Answer;
        if (!check.TryGetProperty("tests", out var tests) || tests.ValueKind != JsonValueKind.Array) return check.GetRawText();
        JsonArray All(string field) => new([.. tests.EnumerateArray().Select(test => JsonValue.Create(Text(test, field)))]);
        return new JsonObject { ["inputs"] = All("input"), ["outputs"] = All("expected") }.ToJsonString(DatasetJson.Plain.Options);
    }

    /// <summary>Whoever wrote the problem wrote the test: it may be anything.</summary>
    private static string Text(JsonElement test, string field) =>
        test.ValueKind != JsonValueKind.Object || !test.TryGetProperty(field, out var value) ? "" : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
