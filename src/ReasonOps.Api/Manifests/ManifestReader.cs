using System.Text.Json;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Manifests;

/// <summary>YAML (or JSON, which is YAML) as services, pools and jobs, with every mistake told at once. No text makes it throw.</summary>
/// <remarks>What a text gives and what the same JSON gives as an object differ in lines only.</remarks>
public static class ManifestReader
{
    public const int MostErrors = 200;

    public static ManifestResult Read(string text)
    {
        var findings = new Findings();
        var read = YamlReader.Read(text, findings.Errors).Select(document => ReadDocument.Of(document, findings)).OfType<ReadDocument>().ToArray();
        DocumentsTogether.Check(read, findings);
        if (findings is { Documents: 0, Errors.Count: 0 })
            findings.Errors.Add(new(1, "", $"holds no document; a manifest starts with apiVersion: {ReasoningService.Version} and kind: {ReasoningService.KindName}"));
        return Result(read, findings);
    }

    /// <summary>One object as an API server gives it. Its errors have paths and no lines (0); fields are those of a manifest.</summary>
    public static ManifestResult ReadObject(JsonElement whole) => ReadOne(JsonNodes.Of(whole));

    /// <summary>One service whose metadata is read already; of its spec nothing is known, not even that it is there.</summary>
    public static ManifestResult ReadService(ObjectMetadata metadata, JsonElement spec) => ReadOne(ReasoningService.KindName, metadata, spec);

    /// <summary>As <see cref="ReadService"/>, of a pool.</summary>
    public static ManifestResult ReadPool(ObjectMetadata metadata, JsonElement spec) => ReadOne(VerifierPool.KindName, metadata, spec);

    /// <summary>As <see cref="ReadService"/>, of a job.</summary>
    public static ManifestResult ReadJob(ObjectMetadata metadata, JsonElement spec) => ReadOne(RolloutJob.KindName, metadata, spec);

    private static ManifestResult ReadOne(string kind, ObjectMetadata metadata, JsonElement spec) => ReadOne(JsonNodes.Mapping(
    [
        ("apiVersion", JsonNodes.Of(ReasoningService.Version)), ("kind", JsonNodes.Of(kind)),
        ("metadata", JsonNodes.Mapping(
        [
            ("name", JsonNodes.Of(metadata.Name)), ("namespace", JsonNodes.Of(metadata.Namespace)),
            ("labels", JsonNodes.Of(metadata.Labels)), ("annotations", JsonNodes.Of(metadata.Annotations)),
        ])),
        ("spec", JsonNodes.Of(spec)),
    ]));

    private static ManifestResult ReadOne(ManifestNode document)
    {
        var findings = new Findings();
        return Result(ReadDocument.Of(document, findings) is { } read ? [read] : [], findings);
    }

    private static ManifestResult Result(IReadOnlyList<ReadDocument> read, Findings findings) => new(
        [.. read.Select(document => document.Object).OfType<ReasoningService>()], [.. read.Select(document => document.Object).OfType<VerifierPool>()],
        [.. read.Select(document => document.Object).OfType<RolloutJob>()],
        Sorted(findings.Errors), Sorted(findings.Warnings));

    private static ManifestError[] Sorted(List<ManifestError> errors)
    {
        // Stable, so that mistakes of one line keep the order they were found in.
        var sorted = errors.Distinct().OrderBy(error => error.Line).ToArray();
        return sorted.Length <= MostErrors
            ? sorted
            : [.. sorted.Take(MostErrors), new(sorted[MostErrors].Line, "", $"and {sorted.Length - MostErrors} more mistakes")];
    }
}
