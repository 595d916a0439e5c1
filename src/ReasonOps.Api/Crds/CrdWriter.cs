using System.Text.Json.Nodes;
using System.Xml.Linq;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Crds;

/// <summary>The CustomResourceDefinition of <see cref="ReasoningService"/>, made of the types that read and judge manifests.</summary>
public static class CrdWriter
{
    public const string FileName = "reasonops.io_reasoningservices.yaml";

    /// <summary>The definition as a file of YAML; the same for the same types.</summary>
    /// <param name="documentation">What the compiler writes beside the assembly of these types: <c>ReasonOps.Api.xml</c>.</param>
    public static string Write(XDocument documentation) =>
        $"# Written by \"reasonops crds\" from the types of ReasonOps.Api; change those.\n{YamlText.Write(Definition(documentation))}";

    /// <summary>The definition as an API server takes it.</summary>
    public static JsonObject Definition(XDocument documentation) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = "reasoningservices.reasonops.io" },
        ["spec"] = new JsonObject
        {
            ["group"] = "reasonops.io",
            ["names"] = Names(),
            ["scope"] = "Namespaced",
            ["versions"] = new JsonArray(Version(new Descriptions(documentation))),
        },
    };

    private static JsonObject Names() => new()
    {
        ["kind"] = ReasoningService.KindName,
        ["listKind"] = $"{ReasoningService.KindName}List",
        ["plural"] = "reasoningservices",
        ["singular"] = "reasoningservice",
        ["shortNames"] = new JsonArray("rsvc"),
        ["categories"] = new JsonArray("reasonops"),
    };

    private static JsonObject Version(Descriptions descriptions) => new()
    {
        ["name"] = ReasoningService.Version[(ReasoningService.Version.IndexOf('/', StringComparison.Ordinal) + 1)..],
        ["served"] = true,
        ["storage"] = true,
        ["additionalPrinterColumns"] = PrinterColumns.All(),
        ["subresources"] = new JsonObject
        {
            ["status"] = new JsonObject(),
            ["scale"] = new JsonObject
            {
                ["specReplicasPath"] = ".spec.replicas", ["statusReplicasPath"] = ".status.replicas", ["labelSelectorPath"] = ".status.selector",
            },
        },
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = Root(descriptions) },
    };

    private static JsonObject Root(Descriptions descriptions)
    {
        var root = new SchemaBuilder(descriptions).Of(typeof(ReasoningService));
        root.Insert(0, "description", descriptions.Of(typeof(ReasoningService)));
        // The server's own: it fills them in, and of metadata it lets only the name be said more of.
        root["required"] = new JsonArray("spec");
        var metadata = root["properties"]!["metadata"]!;
        var name = metadata["properties"]!["name"]!.DeepClone();
        root["properties"]!["metadata"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["name"] = name } };
        return root;
    }
}
