using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>What strategies cannot do without, and whether the service has it. The CEL twins are over <see cref="ReasoningServiceSpec"/>.</summary>
internal static class StrategyNeeds
{
    /// <param name="at">Where the strategy is named.</param>
    /// <param name="fields">Effective: what its parts are.</param>
    public static void Check(Field at, StrategyKind kind, StrategyFields fields, ReasoningServiceSpec effective)
    {
        foreach (var each in Parts(kind, fields))
        {
            if (Missing(each, effective) is { } missing)
                at.Error(each == kind ? $"{kind} {missing}, or choose another strategy" : $"{kind} goes on with {each}, which {missing}, or make it of others",
                    "spec.scoring", "spec.verification");
        }
    }

    /// <summary>What is missing for this ranking, as <c>a verifier; add verification.poolRef</c>; null where nothing is.</summary>
    public static string? Missing(Ranking by, ReasoningServiceSpec effective) => by switch
    {
        Ranking.Process when effective.Scoring?.Process is null => "a reward model of steps; add scoring.process",
        Ranking.Outcome when effective.Scoring?.Outcome is null => "a reward model of whole chains; add scoring.outcome",
        Ranking.Verifier when effective.Verification is null => "a verifier; add verification.poolRef",
        _ => null,
    };

    /// <summary>The strategy itself, and those it is made of.</summary>
    public static IEnumerable<StrategyKind> Parts(StrategyKind kind, StrategyFields fields) => kind switch
    {
        StrategyKind.Cascade => new[] { fields.Cascade!.First!.Value, fields.Cascade.Then!.Value }.Distinct(),
        StrategyKind.ComputeOptimal => fields.Table!.Select(row => row.Strategy).Distinct(),
        _ => [kind],
    };

    private static string? Missing(StrategyKind kind, ReasoningServiceSpec effective) => kind switch
    {
        StrategyKind.BeamSearch or StrategyKind.DiverseTree or StrategyKind.Lookahead or StrategyKind.TreeSearch when effective.Scoring?.Process is null =>
            "values steps by a reward model; add scoring.process",
        StrategyKind.BestOfN when effective is { Scoring: null or { Process: null, Outcome: null }, Verification: null } =>
            "picks by a reward model or a verifier; add scoring.process, scoring.outcome or verification.poolRef",
        StrategyKind.Revision when effective.Verification is null => "asks a verifier what is wrong with an answer; add verification.poolRef",
        StrategyKind.Judge when effective.Scoring?.Judge is null => "has a second model compare answers; add scoring.judge",
        _ => null,
    };
}
