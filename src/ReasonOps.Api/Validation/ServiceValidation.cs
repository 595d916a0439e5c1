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
        StrategyRules.Check(spec["strategy"], declared.Spec.Strategy);
        TenantRules.Check(spec["tenants"], declared.Spec.Tenants, effective);
        ScalingRules.Check(spec, declared.Spec, effective);
        CapacityRules.Check(spec, declared.Spec, effective);
        return errors;
    }

    /// <summary>What is well-formed and does nothing in this version.</summary>
    public static IReadOnlyList<FieldError> NotServed(ReasoningService declared)
    {
        var notes = new List<FieldError>();
        var spec = new Field("spec", notes);
        if (declared.Spec.Verification is not null)
            spec["verification"].Error("is resolved to its pool, but this version's strategies verify no answer yet");
        if (declared.Spec.Scoring is not null)
            spec["scoring"].Error("is read, but this version scores nothing yet");
        return notes;
    }
}
