using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ReasonOps.Api.Crds;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>The definition that the types give, and its parts.</summary>
internal static class Definition
{
    public static XDocument Documentation { get; } = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "ReasonOps.Api.xml"));

    // Read again, so that every number converts to every other.
    public static JsonObject Whole { get; } = JsonNode.Parse(CrdWriter.Definition(Documentation).ToJsonString())!.AsObject();

    public static JsonObject Root { get; } = Whole["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();

    /// <summary>Every schema within, by a path as <c>spec.tenants[].name</c>.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Schemas() => Schemas("", Root);

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
