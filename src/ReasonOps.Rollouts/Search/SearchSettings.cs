using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Rollouts.Search;

public enum SearchKind
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

/// <summary>How the rollouts of a problem are drawn.</summary>
public sealed record SearchSettings
{
    public required SearchKind Kind { get; init; }

    /// <summary>Rollouts of one search; of <see cref="SearchKind.Independent"/> each chain is one of its own.</summary>
    public int Leaves { get; init; } = 16;

    /// <summary>Chains that leave a place.</summary>
    public int Branching { get; init; } = 4;

    /// <summary>Steps before chains go on to their own end.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Where a step of thinking ends.</summary>
    public StepFormat Steps { get; init; } = StepFormat.Paragraphs;

    /// <summary>What decides which answers are the same, where a search goes by that.</summary>
    public required IAnswerEquivalence Equivalence { get; init; }

    /// <summary>Whether there is a verifier; chains are checked by it when they are drawn.</summary>
    public bool Checks { get; init; }

    public bool ScoresOutcome { get; init; }
    public bool ScoresProcess { get; init; }

    public int RolloutsATree => Kind == SearchKind.Independent ? 1 : Leaves;

    /// <param name="leaves">Rollouts wanted of this search: fewer than usual for the last one of a problem.</param>
    public IStrategy Strategy(int leaves) => new RolloutStrategy(Kind switch
    {
        SearchKind.Independent => new BranchingStrategy(leaves, leaves, 0, Steps),
        SearchKind.Branching => new BranchingStrategy(leaves, Branching, Depth, Steps),
        _ => Reasoning.Strategies.Strategy.Create(new StrategySettings
        {
            Kind = Kind.ToString(),
            Votes = leaves,
            Equivalence = Equivalence,
            Search = new SearchOptions(Beams: Math.Max(1, leaves / Branching), Depth: Depth, Completions: Branching, Branching: Branching),
        }),
    }, this);
}
