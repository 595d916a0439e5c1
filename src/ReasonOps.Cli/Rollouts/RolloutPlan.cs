using ReasonOps.Api.RolloutJobs;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;

namespace ReasonOps.Cli.Rollouts;

/// <summary>A job's manifest as what the room of rollouts takes. Pure.</summary>
/// <param name="job">Valid and defaulted.</param>
/// <param name="steps">Where the model ends a step.</param>
internal sealed class RolloutPlan(RolloutJob job, StepFormat steps)
{
    private readonly RolloutJobSpec _spec = job.Spec;

    public ProblemFields Fields
    {
        get
        {
            var (usual, own) = (ProblemShapes.All[_spec.Problems.Shape!.Value.ToString()], _spec.Problems.Fields);
            return usual with
            {
                Id = own?.Id ?? usual.Id,
                Prompt = own?.Prompt ?? usual.Prompt,
                Answer = own?.Answer ?? usual.Answer,
                AnswerFormat = own?.AnswerFormat?.ToString() ?? usual.AnswerFormat,
                Check = own?.Check ?? usual.Check,
                Tests = own?.Tests ?? usual.Tests,
                EntryPoint = own?.EntryPoint ?? usual.EntryPoint,
                Checks = _spec.Verify?.Checks is { } kinds ? [.. kinds.Select(kind => kind.ToString().ToLowerInvariant())] : null,
            };
        }
    }

    public PruneSettings Prune => new()
    {
        OutcomeThreshold = _spec.Prune!.OutcomeThreshold,
        KeepWrong = _spec.Prune.KeepWrong!.Value,
        KeepPerProblem = _spec.Prune.KeepPerProblem,
        DropUnanimous = _spec.Prune.DropUnanimous!.Value,
        MaxTokens = _spec.Prune.MaxTokens,
        MaxOverlap = _spec.Prune.MaxOverlap,
    };

    /// <param name="format">As the service finds answers.</param>
    /// <param name="scores">What reward models the service has.</param>
    public RolloutSettings Settings(AnswerFormat format, (bool Outcome, bool Process) scores)
    {
        var search = _spec.Search!;
        return new()
        {
            Search = new()
            {
                Kind = Enum.Parse<SearchKind>(search.Kind!.Value.ToString()),
                Leaves = search.RolloutsPerTree!.Value,
                Branching = search.Branching!.Value,
                Depth = search.MaxDepth!.Value,
                Steps = steps,
                Equivalence = new NumericEquivalence(),
                Checks = _spec.Verify is not null,
                ScoresOutcome = scores.Outcome,
                ScoresProcess = scores.Process,
            },
            Allocation = new(search.Least!.Value, search.RolloutsPerProblem!.Value, search.Least == search.RolloutsPerProblem ? 0 : search.Precision!.Value),
            Budget = new(search.ReasoningTokens!.Value, search.AnswerTokens!.Value, RequestTokens: null, Deadline: null, WhenSpent.ForceAnswer),
            AnswerFormat = format,
            Seed = _spec.Seed!.Value,
            Retries = _spec.Retries!.Value,
            Hint = _spec.Hint!.Value,
            Judged = _spec.Verify?.Judge is not null,
            Prune = Prune,
        };
    }

    public IReadOnlyList<DatasetFormat> Formats()
    {
        var settings = new DatasetSettings { Source = job.Metadata.Name, Steps = steps, Soft = _spec.Labels!.Steps == StepLabelKind.Soft };
        return [.. _spec.Output.Formats!.Select<DatasetKind, DatasetFormat>(kind => kind switch
        {
            DatasetKind.Trajectories => new TrajectoriesFormat(settings),
            DatasetKind.Sft => new SftFormat(settings),
            DatasetKind.Preferences => new PreferencesFormat(settings),
            DatasetKind.PreferenceLists => new PreferenceListsFormat(settings),
            DatasetKind.StepwiseSupervision => new StepwiseFormat(settings),
            DatasetKind.MathShepherd => new MathShepherdFormat(settings),
            DatasetKind.Prompts => new PromptsFormat(settings),
            _ => new AdvantagesFormat(settings),
        })];
    }
}
