using ReasonOps.OpenAi.Chat;

namespace ReasonOps.OpenAi.Scores;

/// <summary>The body of <c>POST /v1/score</c>: chains of one question, to be judged by a reward model.</summary>
public sealed record ScoreRequest
{
    /// <summary>One number a chain (ORM).</summary>
    public const string Outcome = "outcome";

    /// <summary>One number a step (PRM).</summary>
    public const string Process = "process";

    public string? Model { get; init; }

    /// <summary><see cref="Outcome"/> or <see cref="Process"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>The question, as it was asked in the chat.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }
    public IReadOnlyList<ScoreItem>? Items { get; init; }
}

/// <summary>A chain, whole or as far as it has come.</summary>
public sealed record ScoreItem
{
    /// <summary>All of its thinking. May be left out where <see cref="Steps"/> has it.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Its answer as it was said; absent where it has not come to one. An outcome needs one.</summary>
    public string? Content { get; init; }

    /// <summary>
    /// The thinking cut into its steps, each with the text that ends it: put together they are <see cref="Reasoning"/>. Absent: the
    /// model's own way to tell steps.
    /// </summary>
    public IReadOnlyList<string>? Steps { get; init; }
}
