using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>How chains are drawn.</summary>
[Rule("!has(self.least) || !has(self.rolloutsPerProblem) || self.least <= self.rolloutsPerProblem", "least is above rolloutsPerProblem; lower it")]
public sealed record RolloutSearchSpec
{
    /// <summary><c>Independent</c> unless said.</summary>
    public RolloutSearchKind? Kind { get; init; }

    /// <summary>Chains of a problem; 16 unless said.</summary>
    [Bounds(1, 65536), FilledIn(16)]
    public int? RolloutsPerProblem { get; init; }

    /// <summary>Chains of one tree; 16 unless said. Nothing to <c>Independent</c>.</summary>
    [Bounds(1, 1024)]
    public int? RolloutsPerTree { get; init; }

    /// <summary>Chains of a problem before it is judged whether more are useful; all of them unless said.</summary>
    [Bounds(1, 65536)]
    public int? Least { get; init; }

    /// <summary>More are drawn until the pass rate is known this well: the half width of its 95 % interval. 0.17 unless said; nothing without <c>least</c>.</summary>
    [Bounds(0, 1)]
    public double? Precision { get; init; }

    /// <summary>Chains that leave a place; 4 unless said.</summary>
    [Bounds(1, 64), FilledIn(4)]
    public int? Branching { get; init; }

    /// <summary>Steps before chains go on to their own end; 12 unless said.</summary>
    [Bounds(1, 1024), FilledIn(12)]
    public int? MaxDepth { get; init; }

    /// <summary>Tokens a chain may think; 8192 unless said.</summary>
    [Bounds(0, 1 << 24), FilledIn(8192)]
    public int? ReasoningTokens { get; init; }

    /// <summary>Tokens a chain may answer in; 1024 unless said.</summary>
    [Bounds(1, 1 << 20), FilledIn(1024)]
    public int? AnswerTokens { get; init; }

    /// <summary>1.0 unless said.</summary>
    [Bounds(0, 2), FilledIn(1.0)]
    public double? Temperature { get; init; }
}

/// <summary>How the chains of a problem are drawn.</summary>
public enum RolloutSearchKind
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
