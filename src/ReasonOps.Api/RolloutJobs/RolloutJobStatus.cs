using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>How far a job has come, as the operator last saw it.</summary>
public sealed record RolloutJobStatus : IObjectStatus
{
    /// <summary>The generation of the spec that all of this is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>One of each type: <c>Complete</c>, <c>Failed</c>, <c>Suspended</c>, <c>Progressing</c>, <c>Accepted</c>.</summary>
    [KeyedBy("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>In one word: <c>Waiting</c>, <c>Progressing</c>, <c>Suspended</c>, <c>Complete</c> or <c>Failed</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>Parts that the problems are cut into, as they were first.</summary>
    public int? Partitions { get; init; }

    /// <summary>Parts of which nothing is missing.</summary>
    public int? PartitionsDone { get; init; }

    /// <summary>Done of all problems, as <c>18234/50000</c>.</summary>
    public string? Progress { get; init; }

    /// <summary>Problems, counted.</summary>
    public ProblemsStatus? Problems { get; init; }

    /// <summary>Rollouts, counted.</summary>
    public RolloutsStatus? Rollouts { get; init; }

    /// <summary>Tokens, counted.</summary>
    public TokensStatus? Tokens { get; init; }

    /// <summary>How often one rollout is right, over the problems that are done: the unbiased estimate.</summary>
    public double? PassAt1 { get; init; }

    /// <summary>How often one of <c>k</c> rollouts is right, over the problems that are done.</summary>
    public PassAtKStatus? PassAtK { get; init; }

    /// <summary>Until all is drawn at the speed of the last minute, as <c>3h</c>; absent where nothing is known.</summary>
    public string? Eta { get; init; }

    /// <summary>Ready of wanted worker pods, as <c>3/8</c>.</summary>
    public string? Workers { get; init; }

    /// <summary>When the first worker began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it was complete, or failed.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>What was written; absent until the dataset is.</summary>
    public OutputStatus? Output { get; init; }
}

/// <summary>Problems, counted.</summary>
public sealed record ProblemsStatus
{
    /// <summary>Lines that there are.</summary>
    public long Total { get; init; }

    /// <summary>Those that nothing more is drawn for, the failed ones too.</summary>
    public long Done { get; init; }

    /// <summary>Set aside since every attempt crashed or hung, and lines that are no problem.</summary>
    public long Failed { get; init; }
}

/// <summary>Rollouts, counted.</summary>
public sealed record RolloutsStatus
{
    /// <summary>That are final.</summary>
    public long Generated { get; init; }

    /// <summary>Of these found right or wrong.</summary>
    public long Verified { get; init; }

    /// <summary>Of these kept.</summary>
    public long Kept { get; init; }
}

/// <summary>Tokens, counted.</summary>
public sealed record TokensStatus
{
    /// <summary>That engines drew, and those of prompts that they read.</summary>
    public long Forward { get; init; }

    /// <summary>Of kept trajectories: what a trainer runs backward over.</summary>
    public long Backward { get; init; }

    /// <summary>Forward, in a second of the last minute.</summary>
    public long PerSecond { get; init; }
}

/// <summary>A right answer among several.</summary>
/// <param name="K">How many rollouts.</param>
/// <param name="Value">The unbiased estimate, 0 to 1.</param>
public sealed record PassAtKStatus(int K, double Value);

/// <summary>A dataset that was written.</summary>
public sealed record OutputStatus
{
    /// <summary>As <c>spec.output.uri</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>Of its <c>manifest.json</c>, which names every shard.</summary>
    public required string Manifest { get; init; }

    /// <summary>SHA-256 of the manifest, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Lines, by format.</summary>
    public IReadOnlyDictionary<string, long>? Lines { get; init; }
}
