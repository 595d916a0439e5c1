using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Labels;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Preference pairs as TRL and OpenRLHF read them: <c>prompt</c>, <c>chosen</c>, <c>rejected</c>. Rejected ones are of all that was drawn.</summary>
public sealed class PreferencesFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Preferences";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept) =>
        from variant in problem.Variants
        let rollouts = kept.Kept.Where(rollout => rollout.Tree.Variant == variant.Key).Concat(variant.Where(rollout => rollout.Leaf.Verdict == Verdict.Wrong))
        from pair in PreferencePairs.Of([.. rollouts.Distinct()], Settings.PairsPerProblem)
        select new JsonObject
        {
            ["id"] = $"{IdOf(problem, pair.Chosen)}>{pair.Rejected.Number}",
            ["prompt"] = Messages(("user", problem.PromptOf(pair.Chosen))),
            ["chosen"] = Messages(("assistant", Completion(pair.Chosen))),
            ["rejected"] = Messages(("assistant", Completion(pair.Rejected))),
            ["shared"] = pair.Shared,
        };
}
