using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>How steps are labelled.</summary>
public sealed record LabelsSpec
{
    /// <summary><c>Hard</c> unless said.</summary>
    public StepLabelKind? Steps { get; init; }
}

/// <summary>What a step's label says (Math-Shepherd).</summary>
public enum StepLabelKind
{
    /// <summary>Whether any chain through it was right.</summary>
    Hard,

    /// <summary>The share of the chains through it that were right.</summary>
    Soft,
}

/// <summary>What is kept; every one of these must let a chain through.</summary>
public sealed record PruneSpec
{
    /// <summary>The least outcome reward, 0 to 1; a chain without one goes by its verdict.</summary>
    [Bounds(0, 1)]
    public double? OutcomeThreshold { get; init; }

    /// <summary>Wrong chains are kept too; false unless said.</summary>
    public bool? KeepWrong { get; init; }

    /// <summary>The most chains of a problem, the best first.</summary>
    [Bounds(1, 65536)]
    public int? KeepPerProblem { get; init; }

    /// <summary>Problems whose chains are all right, or all wrong, are left out; false unless said.</summary>
    public bool? DropUnanimous { get; init; }

    /// <summary>The most tokens of a chain, thinking and answer together.</summary>
    [Bounds(1)]
    public int? MaxTokens { get; init; }

    /// <summary>The share of a chain's five-word sequences that may stand in a better one's; 1, which drops what is the same, unless said.</summary>
    [Bounds(0, 1), FilledIn(1.0)]
    public double? MaxOverlap { get; init; }
}

/// <summary>Where the dataset goes.</summary>
public sealed record OutputSpec
{
    /// <summary>A folder; on a cluster <c>pvc://claim/path</c> or <c>s3://bucket/prefix</c>.</summary>
    [Length(1, 1024)]
    public required string Uri { get; init; }

    /// <summary>What is written beside the journal; <c>[Trajectories, Sft]</c> unless said.</summary>
    [Length(1, 16, IfEmpty = "is empty; list what is written, as [Trajectories, Sft]"), Distinct]
    public IReadOnlyList<DatasetKind>? Formats { get; init; }

    /// <summary>Trajectories and advantages carry each token's log probability, and its id where the engine says it; false unless said, as they are several times the text.</summary>
    public bool? Logprobs { get; init; }
}

/// <summary>What a trainer reads.</summary>
public enum DatasetKind
{
    /// <summary>Node graphs of everything that was drawn.</summary>
    Trajectories,

    /// <summary>Kept chains, for supervised fine-tuning.</summary>
    Sft,

    /// <summary>Right chains against wrong ones.</summary>
    Preferences,

    /// <summary>Steps with labels, for process reward models.</summary>
    StepwiseSupervision,

    /// <summary>The same as Math-Shepherd's lines.</summary>
    MathShepherd,

    /// <summary>Prompts with how hard they were, as verl reads them.</summary>
    Prompts,

    /// <summary>Groups with advantages, for GRPO.</summary>
    Advantages,

    /// <summary>Responses to a prompt, best first, with what each is worth.</summary>
    PreferenceLists,
}
