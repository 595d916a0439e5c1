using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>What decides whether an answer is right.</summary>
/// <param name="PoolRef">The VerifierPool that is asked.</param>
[Rule("has(self.poolRef) || has(self.judge)", "name the poolRef of a VerifierPool, or a judge, or both")]
public sealed record VerifySpec(ObjectReference? PoolRef = null)
{
    /// <summary>Kinds of checks that are wanted; a problem with another is left out and told. All unless said.</summary>
    [Length(1, 4, IfEmpty = "is empty; list the kinds of checks that are wanted, as [Math, Code]"), Distinct]
    public IReadOnlyList<ProblemCheck>? Checks { get; init; }

    /// <summary>A model that decides where the pool does not: problems whose check no pool knows, or all where there is no pool.</summary>
    public VerifyJudgeSpec? Judge { get; init; }
}

/// <summary>A kind of check.</summary>
public enum ProblemCheck
{
    /// <summary>Answers compared by meaning.</summary>
    Math,

    /// <summary>Answers compared letter by letter.</summary>
    Exact,

    /// <summary>Programs run against tests.</summary>
    Code,

    /// <summary>Proofs checked.</summary>
    Proof,
}

/// <summary>A model that says whether an answer is right.</summary>
/// <param name="ServiceRef">A ReasoningService of the same manifest, whose engines are asked; the judge of the policy's own service (its <c>scoring.judge</c>) unless said.</param>
public sealed record VerifyJudgeSpec(ObjectReference? ServiceRef = null);
