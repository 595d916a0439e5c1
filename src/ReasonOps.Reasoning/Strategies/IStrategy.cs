using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies;

/// <summary>How a question is turned into chains and chains into an answer: a pure function of what has come so far.</summary>
public interface IStrategy
{
    /// <summary>Votes that may be cast.</summary>
    int Asked { get; }

    /// <summary>The first chain's answer is the answer, so it is told as it comes.</summary>
    bool Live => Asked == 1;

    /// <summary>Every how many tokens of a chain it is asked, beside when something ends; 0: never. The engine is asked for confidences then.</summary>
    int ConfidenceWindow => 0;

    /// <summary>
    /// What to do next; asked once before any chain, then after every chain that ends and every reward, check or comparison that comes.
    /// It must ask for nothing twice: what it asked for stands in the state, as in flight, awaited or come.
    /// </summary>
    Decision Decide(RunState run);

    /// <summary>The answer with what there is, when nothing more can be had (deadline, budget).</summary>
    Outcome Conclude(RunState run);
}

/// <param name="Winner">A chain that ran; null: no chain could be had.</param>
/// <param name="Cast">Votes counted, those for no one included.</param>
/// <param name="Agreement">The winner's share of them, 0 to 1; 0 when no answer could be found in any.</param>
/// <param name="Stopped">The rule that ended the vote early; null: every vote was cast that could be.</param>
public sealed record Outcome(Chain? Winner, int Cast, double Agreement, string? Stopped)
{
    /// <summary>What the caller should know of how it was found: a verifier that was away, a second strategy that took over.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
