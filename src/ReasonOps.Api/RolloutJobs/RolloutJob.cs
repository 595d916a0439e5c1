using System.Text.Json.Nodes;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;

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

/// <summary>What chains are drawn for: JSON, a problem a line.</summary>
public sealed record ProblemsSpec
{
    /// <summary>A file, perhaps gzipped: a path, or <c>https://...</c>.</summary>
    [Length(1, 1024)]
    public required string Uri { get; init; }

    /// <summary>What its lines look like; <c>Plain</c> unless said: <c>{"id"?, "prompt", "answer"?, "check"?}</c>.</summary>
    public ProblemShape? Shape { get; init; }

    /// <summary>The prompt as the model is asked, with <c>{prompt}</c> where the problem's stands.</summary>
    [Length(1, 16384), Pattern(@"^[\s\S]*\{prompt\}[\s\S]*$", "has no {prompt} in it; write where the problem's prompt stands")]
    public string? Template { get; init; }

    /// <summary>Where lines have what, where that is not as their shape has it.</summary>
    public ProblemFieldsSpec? Fields { get; init; }

    /// <summary>
    /// Versions beside a problem's own, each with chains of its own; 0 unless said. A line with <c>parameters</c> is a template: its numbers are changed, and its answer with
    /// them. The model says any other in other words.
    /// </summary>
    [Bounds(0, 1024), FilledIn(0)]
    public int? Variants { get; init; }

    /// <summary>What the model is asked for other words, with <c>{prompt}</c> where the problem's stands; ours unless said.</summary>
    [Length(1, 16384), Pattern(@"^[\s\S]*\{prompt\}[\s\S]*$", "has no {prompt} in it; write where the problem's prompt stands")]
    public string? Paraphrase { get; init; }
}

/// <summary>Where lines have what: names of their fields.</summary>
public sealed record ProblemFieldsSpec
{
    /// <summary>The problem's own id.</summary>
    [Length(1, 256)]
    public string? Id { get; init; }

    /// <summary>The question.</summary>
    [Length(1, 256)]
    public string? Prompt { get; init; }

    /// <summary>What is right, or a text that it is found in.</summary>
    [Length(1, 256)]
    public string? Answer { get; init; }

    /// <summary>How the answer is found in its field.</summary>
    public ProblemAnswerFormat? AnswerFormat { get; init; }

    /// <summary>A whole check, as a verifier takes it.</summary>
    [Length(1, 256)]
    public string? Check { get; init; }

    /// <summary>Python that defines <c>check(candidate)</c>.</summary>
    [Length(1, 256)]
    public string? Tests { get; init; }

    /// <summary>The function that the tests try.</summary>
    [Length(1, 256)]
    public string? EntryPoint { get; init; }
}

/// <summary>How an answer is found in a text.</summary>
public enum ProblemAnswerFormat
{
    /// <summary>It is the text.</summary>
    Whole,

    /// <summary>Behind the last <c>####</c>.</summary>
    HashHashHashHash,

    /// <summary>In the last box.</summary>
    Boxed,

    /// <summary>The last number.</summary>
    LastNumber,
}

/// <summary>What the lines of a file of problems look like.</summary>
public enum ProblemShape
{
    /// <summary><c>{"id"?, "prompt", "answer"?, "check"?}</c>.</summary>
    Plain,

    /// <summary>Grade-school mathematics: <c>question</c>, and an <c>answer</c> with <c>####</c>.</summary>
    Gsm8k,

    /// <summary>Competition mathematics: <c>problem</c>, and a <c>solution</c> with a box.</summary>
    Math,

    /// <summary>Functions to be completed, and their tests.</summary>
    HumanEval,
}

/// <summary>Who draws the chains.</summary>
/// <param name="ServiceRef">A ReasoningService: its engines, reward models, steps and answer format.</param>
public sealed record PolicySpec(ObjectReference ServiceRef);

/// <summary>What decides whether an answer is right.</summary>
/// <param name="PoolRef">The VerifierPool that is asked.</param>
[Rule("has(self.poolRef) || has(self.judge)", "name the poolRef of a VerifierPool, or a judge, or both")]
public sealed record VerifySpec(ObjectReference? PoolRef = null)
{
    /// <summary>Kinds of checks that are wanted; a problem with another is left out and told. All unless said.</summary>
    [Length(1, 4, IfEmpty = "is empty; list the kinds of checks that are wanted, as [Math, Code]"), Distinct]
    public IReadOnlyList<ProblemCheck>? Checks { get; init; }

    /// <summary>A model that decides where the pool does not: problems whose check no pool knows, or all where there is no pool.</summary>
    public VerifyJudgeSpec? Judge { get; init; }
}

/// <summary>A kind of check.</summary>
public enum ProblemCheck
{
    /// <summary>Answers compared by meaning.</summary>
    Math,

    /// <summary>Answers compared letter by letter.</summary>
    Exact,

    /// <summary>Programs run against tests.</summary>
    Code,

    /// <summary>Proofs checked.</summary>
    Proof,
}

/// <summary>A model that says whether an answer is right.</summary>
/// <param name="ServiceRef">A ReasoningService of the same manifest, whose engines are asked; the judge of the policy's own service (its <c>scoring.judge</c>) unless said.</param>
public sealed record VerifyJudgeSpec(ObjectReference? ServiceRef = null);

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

/// <summary>How chains are drawn.</summary>
[Rule("!has(self.least) || !has(self.rolloutsPerProblem) || self.least <= self.rolloutsPerProblem", "least is above rolloutsPerProblem; lower it")]
public sealed record RolloutSearchSpec
{
    /// <summary><c>Independent</c> unless said.</summary>
    public RolloutSearchKind? Kind { get; init; }

    /// <summary>Chains of a problem; 16 unless said.</summary>
    [Bounds(1, 65536), FilledIn(16)]
    public int? RolloutsPerProblem { get; init; }

    /// <summary>Chains of one tree; 16 unless said. Nothing to <c>Independent</c>.</summary>
    [Bounds(1, 1024)]
    public int? RolloutsPerTree { get; init; }

    /// <summary>Chains of a problem before it is judged whether more are useful; all of them unless said.</summary>
    [Bounds(1, 65536)]
    public int? Least { get; init; }

    /// <summary>More are drawn until the pass rate is known this well: the half width of its 95 % interval. 0.17 unless said; nothing without <c>least</c>.</summary>
    [Bounds(0, 1)]
    public double? Precision { get; init; }

    /// <summary>Chains that leave a place; 4 unless said.</summary>
    [Bounds(1, 64), FilledIn(4)]
    public int? Branching { get; init; }

    /// <summary>Steps before chains go on to their own end; 12 unless said.</summary>
    [Bounds(1, 1024), FilledIn(12)]
    public int? MaxDepth { get; init; }

    /// <summary>Tokens a chain may think; 8192 unless said.</summary>
    [Bounds(0, 1 << 24), FilledIn(8192)]
    public int? ReasoningTokens { get; init; }

    /// <summary>Tokens a chain may answer in; 1024 unless said.</summary>
    [Bounds(1, 1 << 20), FilledIn(1024)]
    public int? AnswerTokens { get; init; }

    /// <summary>1.0 unless said.</summary>
    [Bounds(0, 2), FilledIn(1.0)]
    public double? Temperature { get; init; }
}

/// <summary>How the chains of a problem are drawn.</summary>
public enum RolloutSearchKind
{
    /// <summary>Chains that know nothing of each other.</summary>
    Independent,

    /// <summary>One chain, and others that leave it at several of its steps: what they share is drawn once.</summary>
    Branching,

    /// <summary>Steps valued by what becomes of them.</summary>
    MonteCarlo,

    /// <summary>PUCT over steps, led by a process reward model.</summary>
    TreeSearch,

    /// <summary>The steps that a process reward model finds best.</summary>
    BeamSearch,

    /// <summary>Subtrees that never compete, each going on from its own best step.</summary>
    DiverseTree,
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
