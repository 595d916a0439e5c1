namespace ReasonOps.Rollouts.Pruning;

/// <summary>Which rollouts of a problem are kept; every one of these must let it through. Null or false: it is not asked.</summary>
public sealed record PruneSettings
{
    /// <summary>The least outcome reward; a rollout without one goes by its verdict: 1 for right, 0 for wrong.</summary>
    public double? OutcomeThreshold { get; init; }

    /// <summary>Wrong ones are kept too; otherwise only those that are right, where that can be decided.</summary>
    public bool KeepWrong { get; init; }

    /// <summary>The best by reward, of equals the shorter, of equals the earlier.</summary>
    public int? KeepPerProblem { get; init; }

    /// <summary>Problems whose rollouts are all right, or all wrong, teach a policy nothing.</summary>
    public bool DropUnanimous { get; init; }

    /// <summary>Tokens of thinking and answer together.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Those cut by their budget go.</summary>
    public bool DropCut { get; init; } = true;

    /// <summary>The most of a text's five-word sequences that may stand in a better one's, 0 to 1; 1 drops only what is the same but for case, marks and white space.</summary>
    public double? MaxOverlap { get; init; } = 1;
}
