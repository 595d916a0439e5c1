using System.Globalization;
using System.Text.Json.Nodes;
using ReasonOps.Api.Crds;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReasonOps.Api.Tests.Crds;

public class CrdFileTests
{
    [Fact]
    public void The_file_is_what_the_types_give() =>
        Assert.True(
            CrdWriter.Write(Definition.Documentation) == File.ReadAllText(Definition.File($"crds/{CrdWriter.FileName}")),
            "crds/ is not what the types give: run  reasonops crds --output crds");

    [Fact]
    public void The_text_is_the_definition()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(CrdWriter.Write(Definition.Documentation)));

        var read = Json(Assert.Single(stream.Documents).RootNode);

        Assert.Equal(Definition.Whole.ToJsonString(), read!.ToJsonString());
    }

    [Fact]
    public void The_text_fits_the_annotation_that_kubectl_apply_keeps_it_in() =>
        Assert.InRange(Definition.Whole.ToJsonString().Length, 1, 200_000);

    [Fact]
    public void It_is_one_served_version_with_status_and_scale()
    {
        var spec = Definition.Whole["spec"]!;
        var version = Assert.Single(spec["versions"]!.AsArray())!;

        Assert.Equal("""{"kind":"ReasoningService","listKind":"ReasoningServiceList","plural":"reasoningservices","singular":"reasoningservice","shortNames":["rsvc"],"categories":["reasonops"]}""", spec["names"]!.ToJsonString());
        Assert.Equal(("v1alpha1", true, true, "Namespaced"), ((string)version["name"]!, (bool)version["served"]!, (bool)version["storage"]!, (string)spec["scope"]!));
        Assert.Equal(
            """{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}}""",
            version["subresources"]!.ToJsonString());
    }

    [Fact]
    public void Its_columns_show_fields_that_there_are()
    {
        var columns = Definition.Whole["spec"]!["versions"]![0]!["additionalPrinterColumns"]!.AsArray();
        var fields = Definition.Schemas().Select(schema => $".{schema.Path}").Append(".metadata.creationTimestamp").ToHashSet();

        Assert.Equal(["Ready", "Model", "Strategy", "Votes", "Replicas", "KV", "Endpoint", "Reason", "Age"], columns.Select(column => (string)column!["name"]!));
        Assert.All(columns, column => Assert.Contains(((string)column!["jsonPath"]!).Replace("[?(@.type==\"Ready\")]", "[]", StringComparison.Ordinal), fields));
        Assert.Equal("Reason", Assert.Single(columns, column => (int?)column!["priority"] == 1)!["name"]!.GetValue<string>());
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } text => text.Value,
        YamlScalarNode { Value: "true" or "false" } truth => truth.Value == "true",
        YamlScalarNode scalar when long.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var whole) => whole,
        YamlScalarNode scalar when double.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
