using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>Strategies, stop rules and budgets, as the service and its tenants give them.</summary>
internal static class StrategyRules
{
    public const int MostVotes = 1024;
    public const int MostTokens = 10_000_000;
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromHours(24);

    public static void Check(Field spec, ReasoningServiceSpec declared)
    {
        if (declared.Strategy is { } strategy)
            Strategy(spec["strategy"], strategy);
        if (declared.Budget is not { } budget)
            return;
        spec["budget"]["reasoningTokens"].Within(budget.ReasoningTokens, 1, MostTokens);
        spec["budget"]["answerTokens"].Within(budget.AnswerTokens, 1, MostTokens);
        Deadline(spec["budget"]["deadline"], budget.Deadline);
    }

    private static void Strategy(Field at, StrategySpec strategy)
    {
        Available(at["kind"], strategy.Kind);
        at["votes"].Within(strategy.Votes, 1, MostVotes);
        if (strategy is { Kind: StrategyKind.SingleChain, Votes: > 1 and var votes })
            at["votes"].Error($"{votes} with SingleChain, which casts 1; use MajorityVote or take votes away", at["kind"].Path);
        Stop(at["stop"], strategy.Stop);
    }

    public static void Available(Field at, StrategyKind kind)
    {
        if (!StrategyKinds.Available.Contains(kind))
            at.Error($"{kind} is not available in this version; use {Quoting.Either([.. StrategyKinds.Available.Select(known => known.ToString())])}");
    }

    public static void Stop(Field at, StopSpec? stop)
    {
        // Not written as a range check: NaN must fail it too.
        if (stop?.Confidence is { } confidence && !(confidence > 0.5 && confidence < 1))
            at["confidence"].Error($"{Rules.Text(confidence)} is not between 0.5 and 1 (both excluded); 0.95 is usual");
        at["window"].Within(stop?.Window, 2, MostVotes);
    }

    public static void Deadline(Field at, Quantities.Duration? deadline) => at.Within(deadline, LongestDeadline);
}
