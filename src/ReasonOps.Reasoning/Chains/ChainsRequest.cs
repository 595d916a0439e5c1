namespace ReasonOps.Reasoning.Chains;

/// <summary>Asks for <see cref="Count"/> chains, numbered from <see cref="First"/>; chain <c>i</c> is drawn with seed <c>Seed + i</c>.</summary>
/// <param name="ReasoningTokens">Tokens a chain may think. A hint to the engine; the runner counts and enforces.</param>
/// <param name="AnswerTokens">Tokens a chain may answer in.</param>
/// <param name="Continues">Set when the chains are to go on from what has been thought so far; where <see cref="Count"/> is above 1, all from the same.</param>
public sealed record ChainsRequest(
    int First, int Count, long? Seed, int ReasoningTokens, int AnswerTokens, Continuation? Continues = null)
{
    /// <summary>What is said after the question, before the chains begin: an earlier answer, and what was wrong with it.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>Null: as the question has it.</summary>
    public double? Temperature { get; init; }

    /// <summary>Thinking ends behind the first of these texts; a hint to the engine, the runner cuts there. Empty: it goes on to its own end.</summary>
    public IReadOnlyList<string> StepEnds { get; init; } = [];

    /// <summary>Each token's confidence is wanted: see <see cref="Confidence"/>.</summary>
    public bool Confidences { get; init; }

    /// <summary>Each token itself is wanted: see <see cref="DrawnToken"/>.</summary>
    public bool Logprobs { get; init; }
}

/// <summary>A chain's thinking so far. <see cref="Closed"/>: the thinking is over and the answer is asked for.</summary>
public sealed record Continuation(string Reasoning, bool Closed);

/// <param name="Role"><c>assistant</c> or <c>user</c>.</param>
public sealed record Turn(string Role, string Content);
