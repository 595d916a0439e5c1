using System.Text.Json.Nodes;
using System.Xml.Linq;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Crds;

/// <summary>The CustomResourceDefinition of a kind, made of the types that read and judge manifests.</summary>
public static class CrdWriter
{
    /// <summary>The definition as a file of YAML; the same for the same types.</summary>
    /// <param name="kind">One of <see cref="CrdKind.All"/>.</param>
    /// <param name="documentation">What the compiler writes beside the assembly of these types: <c>ReasonOps.Api.xml</c>.</param>
    public static string Write(CrdKind kind, XDocument documentation) =>
        $"# Written by \"reasonops crds\" from the types of ReasonOps.Api; change those.\n{YamlText.Write(Definition(kind, documentation))}";

    /// <summary>The definition as an API server takes it.</summary>
    public static JsonObject Definition(CrdKind kind, XDocument documentation) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = $"{kind.Plural}.reasonops.io" },
        ["spec"] = new JsonObject
        {
            ["group"] = "reasonops.io",
            ["names"] = Names(kind),
            ["scope"] = "Namespaced",
            ["versions"] = new JsonArray(Version(kind, new Descriptions(documentation))),
        },
    };

    private static JsonObject Names(CrdKind kind) => new()
    {
        ["kind"] = kind.Name,
        ["listKind"] = $"{kind.Name}List",
        ["plural"] = kind.Plural,
        ["singular"] = kind.Singular,
        ["shortNames"] = new JsonArray(kind.ShortName),
        ["categories"] = new JsonArray("reasonops"),
    };

    private static JsonObject Version(CrdKind kind, Descriptions descriptions) => new()
    {
        ["name"] = ReasoningService.Version[(ReasoningService.Version.IndexOf('/', StringComparison.Ordinal) + 1)..],
        ["served"] = true,
        ["storage"] = true,
        ["additionalPrinterColumns"] = new JsonArray([.. kind.Columns.Select(Column)]),
        ["subresources"] = Subresources(kind),
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = Root(kind.Type, descriptions) },
    };

    private static JsonObject Subresources(CrdKind kind)
    {
        var subresources = new JsonObject { ["status"] = new JsonObject() };
        if (kind.Scales)
            subresources["scale"] = new JsonObject
            {
                ["specReplicasPath"] = ".spec.replicas", ["statusReplicasPath"] = ".status.replicas", ["labelSelectorPath"] = ".status.selector",
            };
        return subresources;
    }

    private static JsonObject Column(PrinterColumn shown)
    {
        var column = new JsonObject { ["name"] = shown.Name, ["type"] = shown.Type, ["jsonPath"] = shown.Path };
        if (shown.Description is not null)
            column["description"] = shown.Description;
        if (shown.Wide)
            column["priority"] = 1;
        return column;
    }

    private static JsonObject Root(Type type, Descriptions descriptions)
    {
        var root = new SchemaBuilder(descriptions).Of(type);
        root.Insert(0, "description", descriptions.Of(type));
        // The server's own: it fills them in, and of metadata it lets only the name be said more of.
        root["required"] = new JsonArray("spec");
        var metadata = root["properties"]!["metadata"]!;
        var name = metadata["properties"]!["name"]!.DeepClone();
        root["properties"]!["metadata"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["name"] = name } };
        return root;
    }
}
