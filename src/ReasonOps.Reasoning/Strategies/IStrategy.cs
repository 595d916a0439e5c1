using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies;

/// <summary>How a question is turned into chains and chains into an answer: a pure function of the chains that have ended.</summary>
public interface IStrategy
{
    /// <summary>Votes that may be cast.</summary>
    int Asked { get; }

    /// <summary>What to do next; asked once before any chain, then after every chain that ends.</summary>
    /// <param name="ended">In order of their end, failed ones included.</param>
    /// <param name="inFlight">Chains that have not ended yet.</param>
    Decision Decide(IReadOnlyList<Chain> ended, int inFlight);

    /// <summary>The answer with what there is, when nothing more can be had (deadline, budget).</summary>
    Outcome Conclude(IReadOnlyList<Chain> ended);
}

public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>So many more chains are to be started.</summary>
    public sealed record More(int Count) : Decision;

    /// <summary>What is in flight is needed first.</summary>
    public sealed record Wait : Decision;

    /// <summary>Done; what is in flight is no longer needed.</summary>
    public sealed record Answer(Outcome Outcome) : Decision;
}

/// <param name="Winner">Null: no chain could be had.</param>
/// <param name="Cast">Votes counted, those for no one included.</param>
/// <param name="Agreement">The winner's share of them, 0 to 1; 0 when no answer could be found in any.</param>
/// <param name="Stopped">The rule that ended the vote early; null: every vote was cast that could be.</param>
public sealed record Outcome(Chain? Winner, int Cast, double Agreement, string? Stopped);
