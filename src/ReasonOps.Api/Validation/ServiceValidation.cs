using ReasonOps.Api.Defaulting;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>Everything a well-formed service can still have wrong.</summary>
public static class ServiceValidation
{
    /// <param name="declared">As written, before any default: an error is placed where its author can change something.</param>
    public static IReadOnlyList<FieldError> Check(ReasoningService declared)
    {
        var errors = new List<FieldError>();
        var effective = ServiceDefaults.Apply(declared).Spec;
        var spec = new Field("spec", errors);
        ObjectRules.Check(declared.ApiVersion, declared.Metadata, errors);
        DeclaredRules.Check(spec, declared.Spec, typeof(ReasoningServiceSpec));
        ModelRules.Check(spec["model"], declared.Spec.Model, declared.Spec.Engine);
        EngineRules.Check(spec["engine"], declared.Spec, effective);
        StrategyRules.Check(spec["strategy"], declared.Spec.Strategy, effective);
        ScoringRules.Check(spec["scoring"], declared.Spec.Scoring);
        TenantRules.Check(spec["tenants"], declared.Spec.Tenants, effective);
        ScalingRules.Check(spec, declared.Spec, effective);
        CapacityRules.Check(spec, declared.Spec, effective);
        return errors;
    }

    /// <summary>What is well-formed and does nothing: no strategy that a tenant may have asks it.</summary>
    public static IReadOnlyList<FieldError> NotServed(ReasoningService declared)
    {
        var notes = new List<FieldError>();
        var spec = new Field("spec", notes);
        var effective = ServiceDefaults.Apply(declared).Spec;
        var asked = effective.Tenants.SelectMany(tenant => tenant.Strategies!.SelectMany(kind => Asked(kind, tenant))).ToHashSet();
        foreach (var (field, name) in Given(spec, effective))
        {
            if (!asked.Contains(name))
                field.Error("is given, and no strategy that a tenant may have asks it");
        }
        return notes;
    }

    private static IEnumerable<(Field, string)> Given(Field spec, ReasoningServiceSpec effective) => new[]
    {
        (effective.Verification is not null, spec["verification"], Verifier),
        (effective.Scoring?.Outcome is not null, spec["scoring"]["outcome"], nameof(ScoringSpec.Outcome)),
        (effective.Scoring?.Process is not null, spec["scoring"]["process"], nameof(ScoringSpec.Process)),
        (effective.Scoring?.Judge is not null, spec["scoring"]["judge"], nameof(ScoringSpec.Judge)),
    }.Where(each => each.Item1).Select(each => (each.Item2, each.Item3));

    private const string Verifier = nameof(ReasoningServiceSpec.Verification);

    private static IEnumerable<string> Asked(StrategyKind kind, TenantSpec tenant) => StrategyNeeds.Parts(kind, tenant).SelectMany(part => part switch
    {
        StrategyKind.WeightedVote or StrategyKind.BestOfN => [Ranked(tenant)],
        StrategyKind.BeamSearch or StrategyKind.DiverseTree or StrategyKind.Lookahead => [nameof(ScoringSpec.Process)],
        StrategyKind.TreeSearch => [nameof(ScoringSpec.Process), Ranked(tenant)],
        StrategyKind.MonteCarlo when tenant.Reward!.By == Ranking.Verifier => [Verifier],
        StrategyKind.Revision => new[] { Verifier },
        StrategyKind.Judge => [nameof(ScoringSpec.Judge)],
        _ => [],
    });

    private static string Ranked(TenantSpec tenant) => tenant.Reward!.By switch
    {
        Ranking.Verifier => Verifier,
        var by => by!.Value.ToString(),
    };
}
