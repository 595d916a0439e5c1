using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies;

/// <summary>A chain to be drawn. Nothing said: from the question to its own end.</summary>
public sealed record Draft
{
    public static Draft Fresh { get; } = new();

    /// <summary>It goes on from what this ended chain thought.</summary>
    public int? Parent { get; init; }

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
