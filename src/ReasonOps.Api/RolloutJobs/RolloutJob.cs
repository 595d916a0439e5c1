using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;
using System.Text.Json.Nodes;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>Problems in, verified trajectories out: many chains a problem, checked, pruned and written as training data.</summary>
/// <remarks>
/// As with <see cref="ReasoningServices.ReasoningService"/>, a field that may be left out is nullable, <see cref="Defaulting.RolloutDefaults"/> fills it,
/// and the attributes over fields are rules for the reader of manifests.
/// </remarks>
public sealed record RolloutJob
{
    public const string KindName = "RolloutJob";

    /// <summary>The group and version of this kind: <c>reasonops.io/v1alpha1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind of this object: <c>RolloutJob</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Kubernetes' metadata: name, namespace, labels, annotations.</summary>
    public required ObjectMetadata Metadata { get; init; }

    /// <summary>What is wanted: problems, how chains are drawn, what is kept and where it goes.</summary>
    public required RolloutJobSpec Spec { get; init; }

    /// <summary>How far it has come, as the operator last saw it.</summary>
    public RolloutJobStatus? Status { get; init; }
}

/// <summary>What is wanted of a job.</summary>
[Lasts("problems"), Lasts("policy"), Lasts("search"), Lasts("seed"), Lasts("partitions"), Lasts("output")]
[Rule("has(self.partitions) || !has(self.parallelism) || !has(oldSelf.parallelism) || self.parallelism == oldSelf.parallelism",
    "without partitions there are as many parts as workers, and they stay; make the job anew with partitions to change parallelism")]
public sealed record RolloutJobSpec
{
    /// <summary>What chains are drawn for.</summary>
    public required ProblemsSpec Problems { get; init; }

    /// <summary>Who draws them.</summary>
    public required PolicySpec Policy { get; init; }

    /// <summary>How they are drawn.</summary>
    public RolloutSearchSpec? Search { get; init; }

    /// <summary>What decides whether an answer is right; without it nothing is right or wrong.</summary>
    public VerifySpec? Verify { get; init; }

    /// <summary>What is kept.</summary>
    public PruneSpec? Prune { get; init; }

    /// <summary>Further attempts at a chain that was wrong, each told what was wrong; 0 unless said.</summary>
    [Bounds(0, 16), FilledIn(0)]
    public int? Retries { get; init; }

    /// <summary>The last of these attempts is told the right answer (STaR's rationalisation); false unless said.</summary>
    public bool? Hint { get; init; }

    /// <summary>Every chain's seed follows from it; 1 unless said.</summary>
    [Bounds(0), FilledIn(1)]
    public int? Seed { get; init; }

    /// <summary>Where the dataset goes.</summary>
    public required OutputSpec Output { get; init; }

    /// <summary>Worker pods at once; 1 unless said.</summary>
    [Bounds(1, 10_000), FilledIn(1)]
    public int? Parallelism { get; init; }

    /// <summary>
    /// Parts that the problems are cut into, each with a journal of its own that one worker at a time writes; as many as there are workers at once unless said. It stays as it
    /// was first. On one machine there is one.
    /// </summary>
    [Bounds(1, 100_000)]
    public int? Partitions { get; init; }

    /// <summary>No worker runs while it is true; what is final stays, and it goes on from there. False unless said.</summary>
    public bool? Suspend { get; init; }

    /// <summary>Times that workers may fail before the job is given up; 6 unless said.</summary>
    [Bounds(0, 100_000), FilledIn(6)]
    public int? BackoffLimit { get; init; }

    /// <summary>The longest that the job may run, from its first worker on; without end unless said.</summary>
    [Lasting("10000h")]
    public Duration? ActiveDeadline { get; init; }

    /// <summary>How long after its end the job's pods, and what else the operator made for it, are kept; the job itself, with its status, and its dataset stay. For ever unless said.</summary>
    [Lasting("10000h", Zero = true)]
    public Duration? TtlAfterFinished { get; init; }

    /// <summary>The pods that draw and write.</summary>
    public RolloutWorkerSpec? Worker { get; init; }

    /// <summary>The server of buckets of every <c>s3://</c> address of the job; Amazon's own unless said.</summary>
    public BucketSpec? S3 { get; init; }

    /// <summary>How long what is finished may wait to be kept.</summary>
    public CheckpointSpec? Checkpoint { get; init; }

    /// <summary>How steps are labelled.</summary>
    public LabelsSpec? Labels { get; init; }
}

/// <summary>The pods that draw and write.</summary>
public sealed record RolloutWorkerSpec
{
    /// <summary>Their container image; the operator's own unless said.</summary>
    [Length(1, 1024)]
    public string? Image { get; init; }

    /// <summary>Laid over the pod template that ReasonOps builds for workers; the container is called <c>worker</c>.</summary>
    [PodTemplate]
    public JsonObject? PodTemplate { get; init; }
}

/// <summary>Who draws the chains.</summary>
/// <param name="ServiceRef">A ReasoningService: its engines, reward models, steps and answer format.</param>
public sealed record PolicySpec(ObjectReference ServiceRef);
