using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Everything that was drawn, as node graphs: what chains share stands once and is counted once. Kept rollouts are named.</summary>
public sealed class TrajectoriesFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "Trajectories";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept) =>
        problem.Trees.OrderBy(tree => tree.Variant).ThenBy(tree => tree.Rollout).Select(tree =>
        {
            var line = JsonSerializer.SerializeToNode(tree, RolloutJson.Plain.TrajectoryTree)!.AsObject();
            line["id"] = problem.Settled.Problem.Id;
            line["prompt"] = problem.Settled.Prompts[tree.Variant];
            if (problem.Settled.VersionOf(tree.Variant).Check is { } check) line["check"] = JsonObject.Create(check);
            line["kept"] = new JsonArray([.. kept.Kept.Where(rollout => ReferenceEquals(rollout.Tree, tree)).Select(rollout => rollout.Index).Order().Select(index => JsonValue.Create(index))]);
            return line;
        });
}
