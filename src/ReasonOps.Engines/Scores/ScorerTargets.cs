using ReasonOps.Engines.Asking;
using ReasonOps.Engines.Pool;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Engines.Scores;

/// <summary>Where the reward models are: servers of <c>POST /v1/score</c>, several of one kind being replicas.</summary>
public sealed record ScorerTargets
{
    /// <summary>Of outcomes (ORM); none: there is no such model.</summary>
    public IReadOnlyList<EngineAddress> Outcome { get; init; } = [];

    /// <summary>Of steps (PRM); none: there is no such model.</summary>
    public IReadOnlyList<EngineAddress> Process { get; init; } = [];

    /// <summary>How thinking is cut into the steps that a process reward is of.</summary>
    public StepFormat Steps { get; init; } = StepFormat.Paragraphs;

    internal IReadOnlyList<EngineAddress> Of(RewardKind kind) => kind == RewardKind.Outcome ? Outcome : Process;
}

/// <summary>How much is asked of a scorer at once, and for how long.</summary>
public sealed record ScorerOptions
{
    /// <summary>For one batch, tries on other replicas included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Chains in one request.</summary>
    public int MaxItems { get; init; } = 64;

    /// <summary>Characters of thinking and answers in one request; a chain above it goes alone.</summary>
    public int MaxCharacters { get; init; } = 1024 * 1024;

    /// <summary>Requests for one batch, while scorers are away or busy.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Before the next attempt, unless the scorer says when to come back; at most <see cref="LongestPause"/>.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    internal Patience Patience => new(Timeout, Attempts, Pause, LongestPause);
}
