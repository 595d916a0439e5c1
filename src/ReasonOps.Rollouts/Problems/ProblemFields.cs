namespace ReasonOps.Rollouts.Problems;

/// <summary>Where a line has what: names of top-level fields. Null: not in this file.</summary>
public sealed record ProblemFields
{
    /// <summary><c>{"id"?, "prompt", "answer"?, "check"?}</c>.</summary>
    public static ProblemFields Plain { get; } = new() { Prompt = "prompt", Answer = "answer", Check = "check" };

    /// <summary>GSM8K (arXiv:2110.14168): the answer stands behind the last <c>####</c> of its explanation.</summary>
    public static ProblemFields Gsm8k { get; } = new() { Prompt = "question", Answer = "answer", AnswerFormat = "HashHashHashHash" };

    /// <summary>MATH (arXiv:2103.03874): the answer is the last box of the solution.</summary>
    public static ProblemFields Math { get; } = new() { Id = "unique_id", Prompt = "problem", Answer = "solution", AnswerFormat = "Boxed" };

    /// <summary>HumanEval (arXiv:2107.03374): a function to be completed, and a function <c>check</c> that tries it.</summary>
    public static ProblemFields HumanEval { get; } = new() { Id = "task_id", Prompt = "prompt", Tests = "test", EntryPoint = "entry_point" };

    public string Id { get; init; } = "id";
    public required string Prompt { get; init; }
    public string? Answer { get; init; }

    /// <summary>How the answer is found in its field: a kind of <see cref="Reasoning.Answers.AnswerFormat"/>.</summary>
    public string AnswerFormat { get; init; } = "Whole";

    /// <summary>A whole check, as <c>POST /v1/verify</c> takes it.</summary>
    public string? Check { get; init; }

    /// <summary>Python that defines <c>check(candidate)</c>.</summary>
    public string? Tests { get; init; }
    public string? EntryPoint { get; init; }

    /// <summary>Types of checks that are wanted; null: all.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>What the numbers in braces may be, where the line is a template.</summary>
    public string Parameters { get; init; } = "parameters";
}

public static class ProblemShapes
{
    public static IReadOnlyDictionary<string, ProblemFields> All { get; } = new Dictionary<string, ProblemFields>(StringComparer.Ordinal)
    {
        ["Plain"] = ProblemFields.Plain,
        ["Gsm8k"] = ProblemFields.Gsm8k,
        ["Math"] = ProblemFields.Math,
        ["HumanEval"] = ProblemFields.HumanEval,
    };
}
