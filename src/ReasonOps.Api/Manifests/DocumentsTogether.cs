using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Manifests;

/// <summary>What the documents of one text say of each other.</summary>
internal static class DocumentsTogether
{
    public static void Check(IReadOnlyList<ReadDocument> documents, Findings findings)
    {
        foreach (var same in documents.GroupBy(document => (document.Kind, document.Metadata.Namespace, document.Metadata.Name)))
        {
            foreach (var document in same.Skip(1))
                findings.Errors.Add(new(document.Line, "metadata.name",
                    $"{Quoting.Quote(document.Metadata.Name)} is also the name of the {Noun(document)} on line {same.First().Line}"));
        }
        foreach (var document in documents)
            findings.Warnings.AddRange(Named(document).SelectMany(named => Elsewhere(document, named.Path, named.Kind, named.Name, documents)));
    }

    private static string Noun(ReadDocument document) => document.Kind switch { VerifierPool.KindName => "pool", RolloutJob.KindName => "job", _ => "service" };

    /// <summary>The objects that a document names, and where.</summary>
    private static IEnumerable<(string Path, string Kind, string Name)> Named(ReadDocument document) => document.Object switch
    {
        ReasoningService { Spec.Verification.PoolRef.Name: { } pool } => [("spec.verification.poolRef.name", VerifierPool.KindName, pool)],
        VerifierPool { Spec.Sizing.Serves: { } serves } => serves.Select((each, i) => ($"spec.sizing.serves[{i}].name", each.Kind.ToString(), each.Name)),
        RolloutJob { Spec: var spec } =>
        [
            ("spec.policy.serviceRef.name", ReasoningService.KindName, spec.Policy.ServiceRef.Name),
            .. spec.Verify is { PoolRef.Name: var pool } ? [("spec.verify.poolRef.name", VerifierPool.KindName, pool)] : Array.Empty<(string, string, string)>(),
        ],
        _ => [],
    };

    /// <summary>A cluster may hold it. A text that holds others of its kind was more likely meant to.</summary>
    private static IEnumerable<ManifestError> Elsewhere(
        ReadDocument document, string path, string kind, string name, IReadOnlyList<ReadDocument> documents)
    {
        var known = documents.Where(other => other.Kind == kind && other.Metadata.Namespace == document.Metadata.Namespace).Select(other => other.Metadata.Name).ToArray();
        if (known.Length > 0 && !known.Contains(name, StringComparer.Ordinal))
            yield return new(document.Positions.LineOf(path), path, $"{Quoting.Quote(name)} is no {kind} of this manifest"
                + (Spelling.Closest(name, known) is { } meant ? $"; did you mean {meant}?" : $", which has {Quoting.All(known)}"));
    }
}
