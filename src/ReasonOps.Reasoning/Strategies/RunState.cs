using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Judging;

namespace ReasonOps.Reasoning.Strategies;

/// <summary>All a strategy knows.</summary>
/// <param name="Ended">In order of their end, failed and partial ones included, each with the rewards and the check it has by now.</param>
/// <param name="InFlight">Chains that have not ended yet.</param>
public sealed record RunState(IReadOnlyList<Chain> Ended, IReadOnlyList<LiveChain> InFlight)
{
    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>Rewards, checks and comparisons that were asked for and have not come.</summary>
    public int Awaited { get; init; }

    /// <summary>Everything that was asked for has come.</summary>
    public bool IsQuiet => InFlight.Count == 0 && Awaited == 0;
}
