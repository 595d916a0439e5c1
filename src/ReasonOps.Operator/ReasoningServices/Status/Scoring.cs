using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary><c>ScorersAvailable</c>: whether the reward models and the judge that a service names can be asked. Without them the service still serves.</summary>
internal static class Scoring
{
    /// <returns>Null for a service that names none.</returns>
    public static Verdict? Of(StatusInput<ServicePlan, ReasoningServiceStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.ScorersAvailable),
        { Spec.Scoring: null } => null,
        { Spec.Scoring: { } scoring } when NotStarted(scoring) is { Length: > 0 } missing => Verdict.No(
            Reasons.NotServed,
            $"this version starts no scorer on a cluster: {string.Join(" and ", missing)} is not asked, and strategies fall back without it; run reasonops scorer, and give its endpoint"),
        _ => Verdict.Yes(Reasons.External, "reward models and the judge of spec.scoring run elsewhere; the gateways ask them"),
    };

    private static string[] NotStarted(ScoringSpec scoring) => [.. new[]
    {
        scoring.Outcome?.Uri is null ? null : "spec.scoring.outcome.uri",
        scoring.Process?.Uri is null ? null : "spec.scoring.process.uri",
    }.OfType<string>()];
}
