using ReasonOps.Api.Manifests;
using ReasonOps.Api.RolloutJobs;

namespace ReasonOps.Api.Validation;

/// <summary>Everything a well-formed job can still have wrong.</summary>
public static class RolloutValidation
{
    /// <param name="declared">As written, before any default.</param>
    public static IReadOnlyList<FieldError> Check(RolloutJob declared)
    {
        var errors = new List<FieldError>();
        var spec = new Field("spec", errors);
        ObjectRules.Check(declared.ApiVersion, declared.Metadata, errors);
        DeclaredRules.Check(spec, declared.Spec, typeof(RolloutJobSpec));
        Claim(spec["problems"]["uri"], declared.Spec.Problems.Uri);
        Claim(spec["output"]["uri"], declared.Spec.Output.Uri);
        Search(spec["search"], declared.Spec.Search ?? new());
        Together(spec, declared.Spec);
        return errors;
    }

    private static void Search(Field at, RolloutSearchSpec own)
    {
        if (own.Least > (own.RolloutsPerProblem ?? 16))
            at["least"].Error($"{own.Least} is above rolloutsPerProblem {own.RolloutsPerProblem ?? 16}; lower it", at["rolloutsPerProblem"].Path);
        if (own is { Precision: not null, Least: null })
            at["precision"].Error("does nothing without least: the chains of a problem that are drawn before it is judged; set least", at["least"].Path);
    }

    private static void Claim(Field at, string uri)
    {
        if (!uri.StartsWith("pvc://", StringComparison.Ordinal)) return;
        var parts = uri["pvc://".Length..].Split('/');
        if (parts is not [{ Length: > 0 }, _, ..] || parts[0].Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('-' or '.')))
            at.Error($"{Quoting.Quote(uri)} names no path of a volume claim; write it as pvc://claim/path");
        else if (parts.Contains(".."))
            at.Error($"{Quoting.Quote(uri)} leads out of its claim; leave .. out");
    }

    private static void Together(Field spec, RolloutJobSpec own)
    {
        if (own is { Retries: > 0, Verify: null })
            spec["retries"].Error("needs verify: without a verifier no chain is known to be wrong; add verify.poolRef, or take retries away", spec["verify"].Path);
        if (own is { Hint: true, Retries: null or 0 })
            spec["hint"].Error("is of the last retry, and there is none; set retries to 1 or more", spec["retries"].Path);
    }
}
