using ReasonOps.Api.Quantities;
using ReasonOps.Api.RolloutJobs;

namespace ReasonOps.Api.Defaulting;

/// <summary>Fills in what a job leaves out. A valid job stays valid, and doing it twice changes nothing.</summary>
public static class RolloutDefaults
{
    public static RolloutJob Apply(RolloutJob job) => job with { Spec = Apply(job.Spec) };

    private static RolloutJobSpec Apply(RolloutJobSpec spec) => spec with
    {
        Problems = spec.Problems with { Shape = spec.Problems.Shape ?? ProblemShape.Plain, Variants = spec.Problems.Variants ?? 0 },
        Search = Search(spec.Search ?? new()),
        Prune = Prune(spec.Prune ?? new()),
        Retries = spec.Retries ?? 0,
        Hint = spec.Hint ?? false,
        Seed = spec.Seed ?? 1,
        Labels = new() { Steps = spec.Labels?.Steps ?? StepLabelKind.Hard },
        Output = spec.Output with { Formats = spec.Output.Formats ?? [DatasetKind.Trajectories, DatasetKind.Sft] },
        Parallelism = spec.Parallelism ?? 1,
        Partitions = spec.Partitions ?? spec.Parallelism ?? 1,
        Suspend = spec.Suspend ?? false,
        BackoffLimit = spec.BackoffLimit ?? 6,
        Worker = spec.Worker is { } worker ? worker with { PodTemplate = PodTemplateDefaults.Apply(worker.PodTemplate) } : null,
        S3 = spec.S3 is { } s3 ? s3 with { PathStyle = s3.PathStyle ?? s3.Endpoint is not null } : null,
        Checkpoint = new(spec.Checkpoint?.Every ?? Duration.FromSeconds(30)),
    };

    private static RolloutSearchSpec Search(RolloutSearchSpec search)
    {
        var most = search.RolloutsPerProblem ?? 16;
        return new()
        {
            Kind = search.Kind ?? RolloutSearchKind.Independent,
            RolloutsPerProblem = most,
            RolloutsPerTree = search.RolloutsPerTree ?? Math.Min(16, most),
            Least = search.Least ?? most,
            Precision = search.Precision ?? 0.17,
            Branching = search.Branching ?? 4,
            MaxDepth = search.MaxDepth ?? 12,
            ReasoningTokens = search.ReasoningTokens ?? ServiceDefaults.ReasoningTokens,
            AnswerTokens = search.AnswerTokens ?? ServiceDefaults.AnswerTokens,
            Temperature = search.Temperature ?? 1,
        };
    }

    private static PruneSpec Prune(PruneSpec prune) => prune with
    {
        KeepWrong = prune.KeepWrong ?? false,
        DropUnanimous = prune.DropUnanimous ?? false,
        MaxOverlap = prune.MaxOverlap ?? 1,
    };
}
