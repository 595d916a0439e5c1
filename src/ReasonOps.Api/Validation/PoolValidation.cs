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
}
