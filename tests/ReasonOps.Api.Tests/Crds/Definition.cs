using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ReasonOps.Api.Crds;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>The definition that the types of a kind give, and its parts.</summary>
internal sealed class Definition
{
    private Definition(CrdKind kind)
    {
        Kind = kind;
        // Read again, so that every number converts to every other.
        Whole = JsonNode.Parse(CrdWriter.Definition(kind, Documentation).ToJsonString())!.AsObject();
        Root = Whole["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();
    }

    public static XDocument Documentation { get; } = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "ReasonOps.Api.xml"));

    public static Definition Service { get; } = new(CrdKind.ReasoningService);

    public static Definition Pool { get; } = new(CrdKind.VerifierPool);

    public static Definition Job { get; } = new(CrdKind.RolloutJob);

    public static IReadOnlyList<Definition> All { get; } = [Service, Pool, Job];

    public CrdKind Kind { get; }

    public JsonObject Whole { get; }

    public JsonObject Root { get; }

    /// <summary>Of the manifest's kind.</summary>
    public static Definition Of(JsonObject manifest) => All.FirstOrDefault(each => each.Kind.Name == manifest["kind"]?.ToString()) ?? Service;

    /// <summary>Every schema within, by a path as <c>spec.tenants[].name</c>.</summary>
    public IEnumerable<(string Path, JsonObject Schema)> Schemas() => Schemas("", Root);

    /// <summary>Of every kind.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> AllSchemas() => All.SelectMany(each => each.Schemas());

    /// <summary>A file of the repository.</summary>
    public static string File(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));

    private static IEnumerable<(string Path, JsonObject Schema)> Schemas(string path, JsonObject schema)
    {
        yield return (path, schema);
        foreach (var (name, part) in schema["properties"]?.AsObject() ?? [])
        {
            foreach (var inner in Schemas(path.Length == 0 ? name : $"{path}.{name}", part!.AsObject()))
                yield return inner;
        }
        foreach (var (name, mark) in new[] { ("items", "[]"), ("additionalProperties", "{}") })
        {
            foreach (var inner in schema[name] is JsonObject part ? Schemas(path + mark, part) : [])
                yield return inner;
        }
    }
}
