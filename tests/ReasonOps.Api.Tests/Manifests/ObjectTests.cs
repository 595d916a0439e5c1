using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Tests.VerifierPools;

namespace ReasonOps.Api.Tests.Manifests;

/// <summary>Objects as an API server gives them are read as manifests are.</summary>
public class ObjectTests
{
    [Fact]
    public void An_object_and_its_text_are_read_alike() =>
        Prop.ForAll(ValidObjects.All, json => SameAsText(json.ToJsonString())).QuickCheckThrowOnFailure();

    [Fact]
    public void A_damaged_object_and_its_text_are_judged_alike()
    {
        var damaged =
            from right in ValidObjects.Generator
            from cuts in Gen.ListOf(Gen.Choose(0, 4000), 4)
            from put in Gen.Elements("null", "-1", "0", "1e3", "3000000000", "1.5", "true", "\"\"", "\"x y\"", "[]", "{}", "[null]", "{\"a\":1}")
            select cuts.Aggregate(right.DeepClone().AsObject(), (json, cut) => ReplaceValue(json, cut, put));
        Prop.ForAll(damaged.ToArbitrary(), json => SameAsText(json.ToJsonString())).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Metadata_and_a_spec_are_an_object() =>
        Prop.ForAll(ValidObjects.All, json =>
        {
            using var whole = JsonDocument.Parse(json.ToJsonString());
            var read = ManifestReader.ReadObject(whole.RootElement);
            var spec = whole.RootElement.GetProperty("spec");
            Assert.Equal(Told(read), Told(read.Services is [var service] ? ManifestReader.ReadService(service.Metadata, spec) : ManifestReader.ReadPool(read.Pools[0].Metadata, spec)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_object_without_a_spec_is_told_so()
    {
        var result = ManifestReader.ReadService(new ObjectMetadata { Name = "math" }, default);

        Assert.Equal([new ManifestError(0, "spec", "is required")], result.Errors);
        Assert.Empty(result.Services);
    }

    [Fact]
    public void Free_form_parts_keep_every_value()
    {
        const string overlay = """{"spec":{"a":[1,2.5,true,null,"5","yes","","1e3"],"b":{"":{"x/y.z":-9007199254740993}}}}""";
        using var spec = JsonDocument.Parse("""
            {"model": {"name": "m", "uri": "embedded://arithmetic"}, "engine": {"podTemplate": OVERLAY}, "tenants": [{"name": "t", "keys": {"secretRef": {"name": "k"}}}]}
            """.Replace("OVERLAY", overlay, StringComparison.Ordinal));

        var service = Assert.Single(ManifestReader.ReadService(new ObjectMetadata { Name = "math" }, spec.RootElement).Services);

        Assert.Equal(overlay, service.Spec.Engine!.PodTemplate!.ToJsonString());
    }

    private static bool SameAsText(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        var (read, text) = (ManifestReader.ReadObject(parsed.RootElement), ManifestReader.Read(json));
        Assert.All(read.Errors, error => Assert.Equal(0, error.Line));
        Assert.Equal(Told(text), Told(read));
        return true;
    }

    internal static IReadOnlyList<string> Written(ManifestResult result) => [.. result.Services.Select(KindJson.Write), .. result.Pools.Select(KindJson.Write), .. result.Jobs.Select(KindJson.Write)];

    internal static string Told(ManifestResult result) => string.Join('\n',
        [.. Written(result), .. result.Errors.Concat(result.Warnings).Select(error => error.ToString()).Order(StringComparer.Ordinal)]);

    /// <summary>Puts something else where the n-th value stands.</summary>
    internal static JsonObject ReplaceValue(JsonObject root, int at, string put)
    {
        var places = Places(root).ToArray();
        if (places.Length > 0)
            places[at % places.Length].ReplaceWith(JsonNode.Parse(put));
        return root;
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject mapping => mapping.Select(pair => pair.Value).OfType<JsonNode>().SelectMany(value => Places(value).Prepend(value)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(value => Places(value).Prepend(value)),
        _ => [],
    };
}
