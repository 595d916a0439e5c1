using System.Text.Json;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Manifests;

/// <summary>YAML (or JSON, which is YAML) as services, with every mistake told at once. No text makes it throw.</summary>
/// <remarks>What a text gives and what the same JSON gives as an object differ in lines only.</remarks>
public static class ManifestReader
{
    public const int MostErrors = 200;

    /// <summary>Kinds that a later version serves.</summary>
    private static readonly string[] LaterKinds = ["VerifierPool", "RolloutJob"];

    public static ManifestResult Read(string text)
    {
        var errors = new List<ManifestError>();
        var warnings = new List<ManifestError>();
        var read = YamlReader.Read(text, errors).Select(document => (Document: document, Service: ReadDocument(document, errors, warnings))).ToArray();
        Repeated(read, errors);
        if (read.Length == 0 && errors.Count == 0)
            errors.Add(new(1, "", $"holds no document; a manifest starts with apiVersion: {ReasoningService.Version} and kind: {ReasoningService.KindName}"));
        return new([.. read.Select(pair => pair.Service).OfType<ReasoningService>()], Sorted(errors), Sorted(warnings));
    }

    /// <summary>One object as an API server gives it. Its errors have paths and no lines (0); fields are those of a manifest.</summary>
    public static ManifestResult ReadService(JsonElement service) => ReadOne(JsonNodes.Of(service));

    /// <summary>One object whose metadata is read already; of its spec nothing is known, not even that it is there.</summary>
    public static ManifestResult ReadService(ObjectMetadata metadata, JsonElement spec) => ReadOne(JsonNodes.Mapping(
    [
        ("apiVersion", JsonNodes.Of(ReasoningService.Version)), ("kind", JsonNodes.Of(ReasoningService.KindName)),
        ("metadata", JsonNodes.Mapping(
        [
            ("name", JsonNodes.Of(metadata.Name)), ("namespace", JsonNodes.Of(metadata.Namespace)),
            ("labels", JsonNodes.Of(metadata.Labels)), ("annotations", JsonNodes.Of(metadata.Annotations)),
        ])),
        ("spec", JsonNodes.Of(spec)),
    ]));

    private static ManifestResult ReadOne(ManifestNode document)
    {
        var (errors, warnings) = (new List<ManifestError>(), new List<ManifestError>());
        var service = ReadDocument(document, errors, warnings);
        return new(service is null ? [] : [service], Sorted(errors), Sorted(warnings));
    }

    private static ReasoningService? ReadDocument(ManifestNode document, List<ManifestError> errors, List<ManifestError> warnings)
    {
        if (document is not MappingNode mapping)
            errors.Add(new(document.Line, "", $"{ScalarText.Describe(document)} stands where an object was expected, with apiVersion, kind, metadata and spec"));
        else if (KindMistake(mapping) is { } mistake)
            errors.Add(mistake);
        else
            return ReadService(mapping, errors, warnings);
        return null;
    }

    private static ManifestError? KindMistake(MappingNode document)
    {
        var field = document.Find("kind");
        var line = field?.Line ?? document.Line;
        if (field is null || ScalarText.IsNothing(field.Value))
            return new(line, "kind", $"is required; write kind: {ReasoningService.KindName}");
        if (field.Value is not ScalarNode { Text: var kind })
            return new(line, "kind", $"is {ScalarText.Describe(field.Value)}; write kind: {ReasoningService.KindName}");
        if (kind == ReasoningService.KindName)
            return null;
        if (LaterKinds.Contains(kind, StringComparer.Ordinal))
            return new(line, "kind", $"{kind} is known but not served yet by this version; take this document out");
        var meant = Spelling.Closest(kind, [ReasoningService.KindName, .. LaterKinds]);
        return new(line, "kind", $"{Quoting.Quote(kind)} is not a kind of ReasonOps; "
            + (meant is null ? $"use {ReasoningService.KindName}" : $"did you mean {meant}?"));
    }

    private static ReasoningService? ReadService(MappingNode document, List<ManifestError> errors, List<ManifestError> warnings)
    {
        var before = errors.Count;
        var positions = new Positions(document.Line);
        var json = new StructureCheck(ReasoningServiceJson.Options, positions, errors).Convert(document, typeof(ReasoningService), "");
        // With that many mistakes already, judging what is left helps nobody.
        if (errors.Count - before > MostErrors)
            return null;
        var declared = (ReasoningService)json.Deserialize(ReasoningServiceJson.Options.GetTypeInfo(typeof(ReasoningService)))!;
        errors.AddRange(Placed(ServiceValidation.Check(declared), positions));
        warnings.AddRange(Placed(ServiceValidation.NotServed(declared), positions));
        return errors.Count == before ? ServiceDefaults.Apply(declared) : null;
    }

    /// <summary>Leaves out what was judged by a value that could not be read: that value's own error is already told.</summary>
    private static IEnumerable<ManifestError> Placed(IReadOnlyList<FieldError> found, Positions positions) => found
        .Where(error => !positions.IsBad(error.Path) && !error.Reads.Any(positions.IsBad))
        .Select(error => new ManifestError(positions.LineOf(error.Path), error.Path, error.Message));

    private static void Repeated((ManifestNode Document, ReasoningService? Service)[] read, List<ManifestError> errors)
    {
        var services = read.Where(pair => pair.Service is not null);
        foreach (var same in services.GroupBy(pair => (pair.Service!.Metadata.Namespace, pair.Service.Metadata.Name)))
        {
            foreach (var (document, service) in same.Skip(1))
                errors.Add(new(document.Line, "metadata.name",
                    $"{Quoting.Quote(service!.Metadata.Name)} is also the name of the service on line {same.First().Document.Line}"));
        }
    }

    private static ManifestError[] Sorted(List<ManifestError> errors)
    {
        // Stable, so that mistakes of one line keep the order they were found in.
        var sorted = errors.Distinct().OrderBy(error => error.Line).ToArray();
        return sorted.Length <= MostErrors
            ? sorted
            : [.. sorted.Take(MostErrors), new(sorted[MostErrors].Line, "", $"and {sorted.Length - MostErrors} more mistakes")];
    }
}
