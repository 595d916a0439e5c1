using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies;

/// <summary>A chain to be drawn. Nothing said: from the question to its own end.</summary>
public sealed record Draft
{
    public static Draft Fresh { get; } = new();

    /// <summary>It goes on from what this ended chain thought.</summary>
    public int? Parent { get; init; }

    /// <summary>How much of the parent's thinking it goes on from; null: all.</summary>
    public Cut? Cut { get; init; }

    /// <summary>Put behind the parent's thinking, as if it had been thought (s1's <c>Wait</c>).</summary>
    public string Append { get; init; } = "";

    /// <summary>It ends with the next step, or with its answer where it comes to one.</summary>
    public bool Step { get; init; }

    /// <summary>The thinking is over: it only answers.</summary>
    public bool Closed { get; init; }

    /// <summary>Null: as the question has it.</summary>
    public double? Temperature { get; init; }

    /// <summary>What is said after the question, before it begins. None: what was said before its parent began.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];
}

/// <summary>The beginning of a chain's thinking.</summary>
/// <param name="Steps">Of it.</param>
/// <param name="Length">In characters.</param>
public readonly record struct Cut(int Steps, int Length)
{
    /// <summary>How many tokens a part has only its engine knows: as many a character as the whole.</summary>
    public static int Tokens(int length, int whole, int tokens) => whole == 0 ? 0 : (int)Math.Min(tokens, Math.Ceiling((double)tokens * length / whole));
}
