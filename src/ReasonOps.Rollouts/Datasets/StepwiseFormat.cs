using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Labels;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Process reward models: TRL's stepwise supervision (<c>prompt</c>, <c>completions</c>, <c>labels</c>), with the soft estimates beside. TRL's trainer takes hard labels; soft ones are for trainers that regress.</summary>
public sealed class StepwiseFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "StepwiseSupervision";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept) =>
        from variant in problem.Variants
        from labelled in StepLabels.Of([.. variant], Settings.Steps)
        where labelled.Steps.Count > 0
        select new JsonObject
        {
            ["id"] = IdOf(problem, labelled.Rollout),
            ["prompt"] = problem.PromptOf(labelled.Rollout),
            ["completions"] = new JsonArray([.. labelled.Steps.Select(step => JsonValue.Create(step))]),
            ["labels"] = new JsonArray([.. Settings.Soft ? labelled.Soft.Select(share => JsonValue.Create(share)) : labelled.Hard.Select(label => JsonValue.Create(label))]),
            ["soft"] = new JsonArray([.. labelled.Soft.Select(share => JsonValue.Create(share))]),
        };
}

/// <summary>
/// Math-Shepherd's own lines: steps end with <c>ки</c> in the input, and with + or - in the label (arXiv:2312.08935). OpenRLHF reads <c>input</c> and, as its label,
/// <c>value</c>: the marks in a list, one for each <c>ки</c>.
/// </summary>
public sealed class MathShepherdFormat(DatasetSettings settings) : DatasetFormat(settings)
{
    public override string Name => "MathShepherd";

    public override IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept) =>
        from variant in problem.Variants
        from labelled in StepLabels.Of([.. variant], Settings.Steps)
        where labelled.Steps.Count > 0
        select new JsonObject
        {
            ["input"] = Text(problem, labelled, _ => "ки"),
            ["label"] = Text(problem, labelled, i => labelled.Hard[i] ? "+" : "-"),
            ["value"] = new JsonArray([.. labelled.Hard.Select(label => JsonValue.Create(label ? "+" : "-"))]),
            ["task"] = Settings.Source,
        };

    private static string Text(FinishedProblem problem, LabelledSteps labelled, Func<int, string> mark) =>
        $"{problem.PromptOf(labelled.Rollout)} {string.Join('\n', labelled.Steps.Select((step, i) => $"{step.TrimEnd()} {mark(i)}"))}";
}
