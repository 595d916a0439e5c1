using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>Strategies, as the service and its tenants give them.</summary>
internal static class StrategyRules
{
    public const int MostVotes = 1024;
    public const int MostTokens = 10_000_000;
    public const string LongestDeadline = "24h";

    public static void Check(Field at, StrategySpec? strategy)
    {
        if (strategy is null)
            return;
        Available(at["kind"], strategy.Kind);
        if (strategy is { Kind: StrategyKind.SingleChain, Votes: > 1 and var votes })
            at["votes"].Error($"{votes} with SingleChain, which casts 1; use MajorityVote or take votes away", at["kind"].Path);
    }

    public static void Available(Field at, StrategyKind kind)
    {
        if (!StrategyKinds.Available.Contains(kind))
            at.Error($"{kind} is not available in this version; use {Quoting.Either([.. StrategyKinds.Available.Select(known => known.ToString())])}");
    }
}
