using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Validation;

/// <summary>Everything a well-formed pool can still have wrong.</summary>
public static class PoolValidation
{
    /// <param name="declared">As written, before any default.</param>
    public static IReadOnlyList<FieldError> Check(VerifierPool declared)
    {
        var errors = new List<FieldError>();
        var spec = new Field("spec", errors);
        ObjectRules.Check(declared.ApiVersion, declared.Metadata, errors);
        DeclaredRules.Check(spec, declared.Spec, typeof(VerifierPoolSpec));
        PoolRules.Check(spec, declared.Spec);
        return errors;
    }

    /// <summary>What is well-formed and does nothing in this version.</summary>
    public static IReadOnlyList<FieldError> NotServed(VerifierPool declared)
    {
        var notes = new List<FieldError>();
        var serves = new Field("spec.sizing.serves", notes);
        for (var i = 0; i < declared.Spec.Sizing?.Serves?.Count; i++)
        {
            if (declared.Spec.Sizing.Serves[i].Kind == ConsumerKind.RolloutJob)
                serves[i].Error("is read, but a RolloutJob runs on one machine only in this version, so that it counts for nothing");
        }
        return notes;
    }
}
