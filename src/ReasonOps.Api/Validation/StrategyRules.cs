using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>Strategies, as the service and its tenants give them.</summary>
internal static class StrategyRules
{
    public const int MostVotes = 1024;
    public const int MostTokens = 10_000_000;
    public const string LongestDeadline = "24h";

    public static void Check(Field at, StrategySpec? strategy, ReasoningServiceSpec effective)
    {
        if (strategy is null)
            return;
        if (strategy is { Kind: StrategyKind.SingleChain, Votes: > 1 and var votes })
            at["votes"].Error($"{votes} with SingleChain, which casts 1; use MajorityVote or take votes away", at["kind"].Path);
        Fields(at, strategy, effective);
        StrategyNeeds.Check(at["kind"], strategy.Kind, effective.Strategy!, effective);
    }

    /// <param name="own">As the service or the tenant says it.</param>
    /// <param name="effective">What there is to go by.</param>
    public static void Fields(Field at, StrategyFields own, ReasoningServiceSpec effective)
    {
        if (own.Reward?.By is { } by)
            Ranked(at["reward"]["by"], by, effective);
        if (own.Table is { } table)
            Ordered(at["table"], table);
    }

    private static void Ranked(Field at, Ranking by, ReasoningServiceSpec effective)
    {
        if (StrategyNeeds.Missing(by, effective) is { } missing)
            at.Error($"{by} needs {missing}, or say another", "spec.scoring", "spec.verification");
    }

    private static void Ordered(Field at, IReadOnlyList<ComputeRowSpec> table)
    {
        for (var i = 1; i < table.Count; i++)
        {
            if (table[i].Agreement >= table[i - 1].Agreement)
                at[i]["agreement"].Error($"{Rules.Text(table[i].Agreement)} is not below {Rules.Text(table[i - 1].Agreement)} of the row before; "
                    + "put the rows in order, the easiest questions first", at[i - 1]["agreement"].Path);
        }
        if (table.Count > 0 && table.All(row => row.Agreement != 0))
            at.Error("has no row for agreement 0, so that nothing is done with the hardest questions; add one");
    }
}
