using System.Text.Json;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Validation;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Manifests;

/// <summary>One document without a mistake.</summary>
/// <param name="Object">Defaulted, of one of the kinds.</param>
/// <param name="Line">That it begins on.</param>
/// <param name="Positions">Of its fields.</param>
internal sealed record ReadDocument(object Object, ObjectMetadata Metadata, string Kind, int Line, Positions Positions)
{
    private static readonly string[] Kinds = [ReasoningService.KindName, VerifierPool.KindName, RolloutJob.KindName];

    /// <summary>Null for a document with a mistake, which is told.</summary>
    public static ReadDocument? Of(ManifestNode document, Findings findings)
    {
        findings.Documents++;
        if (document is not MappingNode mapping)
            findings.Errors.Add(new(document.Line, "", $"{ScalarText.Describe(document)} stands where an object was expected, with apiVersion, kind, metadata and spec"));
        else if (KindMistake(mapping) is { } mistake)
            findings.Errors.Add(mistake);
        else
            return ((ScalarNode)mapping.Find("kind")!.Value).Text switch
            {
                VerifierPool.KindName => Pool(mapping, findings),
                RolloutJob.KindName => Job(mapping, findings),
                _ => Service(mapping, findings),
            };
        return null;
    }

    private static ReadDocument? Service(MappingNode document, Findings findings)
    {
        var read = Read<ReasoningService>(document, ServiceValidation.Check, ServiceValidation.NotServed, findings);
        return read is not var (service, positions) ? null
            : new(ServiceDefaults.Apply(service), service.Metadata, ReasoningService.KindName, document.Line, positions);
    }

    private static ReadDocument? Pool(MappingNode document, Findings findings)
    {
        var read = Read<VerifierPool>(document, PoolValidation.Check, _ => [], findings);
        return read is not var (pool, positions) ? null : new(PoolDefaults.Apply(pool), pool.Metadata, VerifierPool.KindName, document.Line, positions);
    }

    private static ReadDocument? Job(MappingNode document, Findings findings)
    {
        var read = Read<RolloutJob>(document, RolloutValidation.Check, _ => [], findings);
        return read is not var (job, positions) ? null : new(RolloutDefaults.Apply(job), job.Metadata, RolloutJob.KindName, document.Line, positions);
    }

    private static (T Declared, Positions Positions)? Read<T>(
        MappingNode document, Func<T, IReadOnlyList<FieldError>> check, Func<T, IReadOnlyList<FieldError>> notServed, Findings findings)
    {
        var before = findings.Errors.Count;
        var positions = new Positions(document.Line);
        var json = new StructureCheck(KindJson.Options, positions, findings.Errors).Convert(document, typeof(T), "");
        // With that many mistakes already, judging what is left helps nobody.
        if (findings.Errors.Count - before > ManifestReader.MostErrors)
            return null;
        var declared = json.Deserialize(KindJson.TypeInfo<T>())!;
        findings.Errors.AddRange(Placed(check(declared), positions));
        findings.Warnings.AddRange(Placed(notServed(declared), positions));
        return findings.Errors.Count == before ? (declared, positions) : null;
    }

    private static ManifestError? KindMistake(MappingNode document)
    {
        var field = document.Find("kind");
        var line = field?.Line ?? document.Line;
        var wayOut = $"write kind: {Quoting.Either(Kinds)}";
        if (field is null || ScalarText.IsNothing(field.Value))
            return new(line, "kind", $"is required; {wayOut}");
        if (field.Value is not ScalarNode { Text: var kind })
            return new(line, "kind", $"is {ScalarText.Describe(field.Value)}; {wayOut}");
        if (Kinds.Contains(kind, StringComparer.Ordinal))
            return null;
        var meant = Spelling.Closest(kind, Kinds);
        return new(line, "kind", $"{Quoting.Quote(kind)} is not a kind of ReasonOps; "
            + (meant is null ? $"use {Quoting.Either(Kinds)}" : $"did you mean {meant}?"));
    }

    /// <summary>Leaves out what was judged by a value that could not be read: that value's own error is already told.</summary>
    private static IEnumerable<ManifestError> Placed(IReadOnlyList<FieldError> found, Positions positions) => found
        .Where(error => !positions.IsBad(error.Path) && !error.Reads.Any(positions.IsBad))
        .Select(error => new ManifestError(positions.LineOf(error.Path), error.Path, error.Message));
}
