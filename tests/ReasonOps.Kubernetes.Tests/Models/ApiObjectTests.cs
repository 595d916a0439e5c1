using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Models;

public sealed class ApiObjectTests
{
    private static readonly JsonSerializerOptions Json = KubernetesJson.With();

    private const string Whole = """
        {"apiVersion":"v1","kind":"ConfigMap",
         "metadata":{"name":"m","namespace":"a","uid":"u","generation":3,"labels":{"app":"x"},"creationTimestamp":"2026-01-02T03:04:05Z",
                     "managedFields":[{"manager":"kubectl","fieldsV1":{"f:data":{}}}],"selfLink":"/api/v1/x"},
         "data":{"metadata":"kept","managedFields":"kept"},"extra":[1,2.50,null,{"a":"ä\n"}]}
        """;

    [Fact]
    public void Everything_is_kept_but_managed_fields()
    {
        var read = JsonSerializer.Deserialize<ApiObject>(Whole, Json)!;
        var expected = JsonNode.Parse(Whole)!;
        expected["metadata"]!.AsObject().Remove("managedFields");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(JsonSerializer.Serialize(read, Json))));
        Assert.Equal(("v1", "ConfigMap", "kept"), (read.ApiVersion, read.Kind, read["data"].GetProperty("managedFields").GetString()));
        Assert.Equal(("m", "a", "u", 3L, "x"), (read.Metadata.Name, read.Metadata.Namespace, read.Metadata.Uid, read.Metadata.Generation, read.Metadata.Labels!["app"]));
        Assert.Equal(JsonValueKind.Undefined, read["nothing"].ValueKind);
    }

    [Fact]
    public void One_buffer_serves_many_objects_and_none_of_them_changes()
    {
        var reader = new ApiObjectReader();
        var read = Enumerable.Range(0, 20).Select(i => Read(reader, Answers.Map($"m-{i}", new string('9', 100 - i)))).ToList();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"m-{i}"), read.Select(item => item["metadata"].GetProperty("name").GetString()));
    }

    [Fact]
    public void What_an_object_says_it_is_counts_unless_it_is_metadata_alone()
    {
        const string Partial = """{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"m"},"spec":{}}""";
        Assert.Equal("PartialObjectMetadata", Read(new(), Partial).Kind);
        var metadata = Read(new(), Partial, metadataOnly: true);
        Assert.Equal(("v1", "ConfigMap", false), (metadata.ApiVersion, metadata.Kind, metadata.Root.TryGetProperty("spec", out _)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{\"metadata\":{\"name\":{}}}")]
    [InlineData("{\"metadata\":[]}")]
    public void What_is_no_object_is_told(string text) => Assert.Throws<JsonException>(() => Read(new(), text));

    [Fact]
    public void An_odd_kind_is_replaced_by_the_known_one_and_never_fails_later()
    {
        var read = Read(new(), """{"kind":5,"metadata":{"name":"m"}}""");
        Assert.Equal(("v1", "ConfigMap"), (read.ApiVersion, read.Kind));
        Assert.Null(JsonSerializer.Deserialize<ApiObject>("""{"kind":5}""", Json)!.Kind);
    }

    [Fact]
    public void Json_within_a_text_does_not_grow()
    {
        const string Annotated = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"annotations":{"last":"{\"a\":\"ü<&+\"}"}}}""";
        Assert.Equal(Annotated, Read(new(), Annotated).Root.GetRawText());
    }

    [Fact]
    public void What_is_in_it_is_not_printed() =>
        Assert.Equal("Secret a/s", Read(new(), """{"kind":"Secret","metadata":{"name":"s","namespace":"a"},"data":{"k":"czNjcmV0"}}""").ToString());

    private static ApiObject Read(ApiObjectReader reader, string text, bool metadataOnly = false)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        return reader.Read(ref json, Kinds.ConfigMap, metadataOnly);
    }
}
