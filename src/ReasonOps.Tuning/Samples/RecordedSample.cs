namespace ReasonOps.Tuning.Samples;

/// <summary>A chain that was drawn once, and what is known of it.</summary>
public sealed record RecordedSample
{
    /// <summary>Empty where it was not recorded, or not kept.</summary>
    public string Reasoning { get; init; } = "";
    public string Content { get; init; } = "";

    /// <summary>Null: it votes for no one.</summary>
    public string? Answer { get; init; }
    public int ReasoningTokens { get; init; }
    public int AnswerTokens { get; init; }

    /// <summary>By an outcome reward model, 0 to 1; null: it was not asked.</summary>
    public double? Outcome { get; init; }

    /// <summary>By a process reward model, one a step, 0 to 1; empty: it was not asked.</summary>
    public IReadOnlyList<double> Process { get; init; } = [];

    /// <summary>How sure the model was of each token, thinking first; see <see cref="Reasoning.Chains.Confidence"/>. Null: not recorded.</summary>
    public IReadOnlyList<float>? Confidences { get; init; }

    /// <summary>What a verifier said; null: it was not asked.</summary>
    public bool? Check { get; init; }

    /// <summary>From the request for it to its end; null: not recorded.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its answer is the question's; of a question without one, its check passed.</summary>
    public bool IsRight { get; init; }

    public int Tokens => ReasoningTokens + AnswerTokens;
}

/// <param name="Id">Unlike any other's.</param>
/// <param name="Answer">What is right; null where only checks can say.</param>
/// <param name="Samples">One or more, in order of their record.</param>
public sealed record RecordedQuestion(string Id, string Question, string? Answer, IReadOnlyList<RecordedSample> Samples);
