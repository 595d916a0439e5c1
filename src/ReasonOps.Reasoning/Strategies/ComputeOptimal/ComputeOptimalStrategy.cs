using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Staging;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.ComputeOptimal;

/// <summary>
/// How much the first chains agree tells how hard the question is, and a table what is best done with questions so hard
/// (arXiv:2408.03314; there the difficulty is told by a reward model or by the right answers).
/// </summary>
internal static class ComputeOptimalStrategy
{
    public static IStrategy Create(StrategySettings settings)
    {
        if (settings.Probe < 1) throw new ArgumentException($"probe: {settings.Probe} is not 1 or more");
        if (settings.Table.Count == 0) throw new ArgumentException("table: there is no row in it; have one made by reasonops tune, or leave it out");
        var rows = settings.Table.Select((row, i) => (row.Agreement, Stage: Row(settings, row, i))).ToArray();
        var probe = new MajorityVote.MajorityVoteStrategy(Math.Min(settings.Probe, settings.Votes), new StopRule.None(), settings.Equivalence);
        return new StagedStrategy(
            probe, [.. rows.Select(row => row.Stage)], agreement => rows.FirstOrDefault(row => agreement >= row.Agreement, rows[^1]).Stage);
    }

    /// <summary>A single chain is a vote of one: of the chains there are by then all are counted.</summary>
    private static Stage Row(StrategySettings settings, ComputeRow row, int i)
    {
        if (row.Agreement is not (>= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"table[{i}].agreement: {row.Agreement} is not from 0 to 1"));
        if (row.Votes < 1) throw new ArgumentException($"table[{i}].votes: {row.Votes} is not 1 or more");
        return Stage.Create(settings, row.Strategy == "SingleChain" ? "MajorityVote" : row.Strategy, row.Votes, $"table[{i}].strategy");
    }
}
