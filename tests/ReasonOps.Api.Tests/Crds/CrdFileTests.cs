using System.Globalization;
using System.Text.Json.Nodes;
using ReasonOps.Api.Crds;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReasonOps.Api.Tests.Crds;

public class CrdFileTests
{
    public static TheoryData<string> Kinds => DocumentTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_file_is_what_the_types_give(string kind) =>
        Assert.True(
            Text(kind) == File.ReadAllText(Definition.File($"crds/{Of(kind).Kind.FileName}")),
            "crds/ is not what the types give: run  reasonops crds --output crds");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_text_is_the_definition(string kind)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text(kind)));

        var read = Json(Assert.Single(stream.Documents).RootNode);

        Assert.Equal(Of(kind).Whole.ToJsonString(), read!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_text_fits_the_annotation_that_kubectl_apply_keeps_it_in(string kind) =>
        Assert.InRange(Of(kind).Whole.ToJsonString().Length, 1, 200_000);

    [Theory]
    [InlineData("reasoningservice", """{"kind":"ReasoningService","listKind":"ReasoningServiceList","plural":"reasoningservices","singular":"reasoningservice","shortNames":["rsvc"],"categories":["reasonops"]}""")]
    [InlineData("verifierpool", """{"kind":"VerifierPool","listKind":"VerifierPoolList","plural":"verifierpools","singular":"verifierpool","shortNames":["vpool"],"categories":["reasonops"]}""")]
    public void It_is_one_served_version_with_status_and_scale(string kind, string names)
    {
        var spec = Of(kind).Whole["spec"]!;
        var version = Assert.Single(spec["versions"]!.AsArray())!;

        Assert.Equal(names, spec["names"]!.ToJsonString());
        Assert.Equal(("v1alpha1", true, true, "Namespaced"), ((string)version["name"]!, (bool)version["served"]!, (bool)version["storage"]!, (string)spec["scope"]!));
        Assert.Equal(
            """{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}}""",
            version["subresources"]!.ToJsonString());
    }

    [Theory]
    [InlineData("reasoningservice", "Ready Model Strategy Votes Replicas KV Endpoint Reason Age")]
    [InlineData("verifierpool", "Ready Checks Replicas Floor Queue Ratio Reason Age")]
    public void Its_columns_show_fields_that_there_are(string kind, string names)
    {
        var columns = Of(kind).Whole["spec"]!["versions"]![0]!["additionalPrinterColumns"]!.AsArray();
        var fields = Of(kind).Schemas().Select(schema => $".{schema.Path}").Append(".metadata.creationTimestamp").ToHashSet();

        Assert.Equal(names.Split(' '), columns.Select(column => (string)column!["name"]!));
        Assert.All(columns, column => Assert.Contains(((string)column!["jsonPath"]!).Replace("[?(@.type==\"Ready\")]", "[]", StringComparison.Ordinal), fields));
        Assert.Equal("Reason", Assert.Single(columns, column => (int?)column!["priority"] == 1)!["name"]!.GetValue<string>());
    }

    private static Definition Of(string kind) => Definition.All.Single(each => each.Kind.Singular == kind);

    private static string Text(string kind) => CrdWriter.Write(Of(kind).Kind, Definition.Documentation);

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
