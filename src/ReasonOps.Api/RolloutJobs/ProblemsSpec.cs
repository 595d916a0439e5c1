using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.RolloutJobs;

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
