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
        Storage(spec, declared.Spec);
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
        if (parts[0].Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('-' or '.')))
            at.Error($"{Quoting.Quote(uri)} names no volume claim: it has lower-case letters, digits, '-' and '.' only; write it as pvc://claim/path");
        else if (parts.Contains(".."))
            at.Error($"{Quoting.Quote(uri)} leads out of its claim; leave .. out");
    }

    private static void Together(Field spec, RolloutJobSpec own)
    {
        if (own is { Retries: > 0, Verify: null })
            spec["retries"].Error("needs verify: without a verifier no chain is known to be wrong; add verify.poolRef, or take retries away", spec["verify"].Path);
        if (own.Verify is { PoolRef: null, Judge: null })
            spec["verify"].Error("decides nothing; name the poolRef of a VerifierPool, or a judge, or both", spec["verify"]["poolRef"].Path);
        if (own.Problems is { Paraphrase: not null, Variants: null or 0 })
            spec["problems"]["paraphrase"].Error("is what the model is asked for a variant, and there is none; set variants to 1 or more", spec["problems"]["variants"].Path);
        if (own is { Hint: true, Retries: null or 0 })
            spec["hint"].Error("is of the last retry, and there is none; set retries to 1 or more", spec["retries"].Path);
    }

    private static void Storage(Field spec, RolloutJobSpec own)
    {
        Address(spec["problems"]["uri"], own.Problems.Uri, "problems.jsonl", "http", "https", "s3", "pvc");
        Address(spec["output"]["uri"], own.Output.Uri, "rollouts/math", "s3", "pvc");
        if (own.S3?.Endpoint is { } endpoint) Endpoint(spec["s3"]["endpoint"], endpoint);
        if (own.S3 is not null && !IsBucket(own.Problems.Uri) && !IsBucket(own.Output.Uri))
            spec["s3"].Error("is of s3:// addresses, and neither problems.uri nor output.uri is one; take it away, or write s3://BUCKET/PREFIX", spec["output"]["uri"].Path);
    }

    private static bool IsBucket(string uri) => uri.StartsWith("s3://", StringComparison.Ordinal);

    private static void Address(Field field, string uri, string path, params ReadOnlySpan<string> schemes)
    {
        var at = uri.IndexOf("://", StringComparison.Ordinal);
        if (at < 0) return;
        var scheme = uri[..at];
        if (!schemes.Contains(scheme))
            field.Error($"{Quoting.Quote(scheme)} is not known here; write a path, or an address that begins with {string.Join(", ", [.. schemes.ToArray().Select(each => $"{each}://")])}");
        else if (scheme is "s3" or "pvc" && uri[(at + 3)..].Split('/')[0].Length == 0)
            field.Error(scheme == "s3" ? $"names no bucket; write s3://BUCKET/{path}" : $"names no claim; write pvc://CLAIM/{path}");
    }

    private static void Endpoint(Field field, string url)
    {
        // The address is shown only once it is known to hold no password.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
            field.Error("is not an absolute http or https URL; write it as http://minio.storage:9000");
        else if (parsed.UserInfo.Length > 0)
            field.Error("has a user or password in it; give the keys through secretRef");
        else if (parsed.PathAndQuery.Length > 1 || parsed.Fragment.Length > 0)
            field.Error($"has more than a server in it; write {parsed.GetLeftPart(UriPartial.Authority)}, and the bucket in problems.uri and output.uri");
    }
}
