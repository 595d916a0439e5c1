using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Tests.Manifests;
using ReasonOps.Api.Tests.VerifierPools;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>A server's schema and the reader of manifests: neither takes what the other refuses, and what a server fills in changes nothing.</summary>
public class AgreementTests
{
    [Fact]
    public void The_full_manifests_are_right_and_write_every_field()
    {
        foreach (var manifest in FullManifests.All)
        {
            Assert.Equal([], FullManifests.Read(manifest).Errors);
            Assert.Equal([], SchemaServer.Errors(manifest));
        }
        foreach (var definition in Definition.All)
        {
            var written = FullManifests.All.Where(manifest => Definition.Of(manifest) == definition)
                .SelectMany(manifest => Places(manifest["spec"]!, "spec", "spec")).Select(place => place.Path).ToHashSet();
            Assert.Equal([], definition.Schemas().Select(each => each.Path).Where(path => path.StartsWith("spec.", StringComparison.Ordinal) && !path.EndsWith('}') && !written.Contains(path)));
        }
    }

    [Fact]
    public void A_server_takes_every_valid_object() =>
        Prop.ForAll(ValidObjects.All, json => Assert.Equal([], SchemaServer.Errors(json))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_server_fills_in_changes_nothing() =>
        Prop.ForAll(ValidObjects.All, json => Assert.Equal(Told(json), Told(SchemaServer.Defaulted(json)))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_server_fills_in_changes_no_error()
    {
        var damaged =
            from right in ValidObjects.Generator
            from damage in Gen.ListOf(Gen.Zip(Gen.Choose(0, 4000), Gen.Elements("null", "1", "0", "7", "5000", "\"x\"", "\"5s\"", "[]", "{}", "\"openai\"", "\"onnx\"")), 3)
            select damage.Aggregate(right.DeepClone().AsObject(), (json, cut) => ObjectTests.ReplaceValue(json, cut.Item1, cut.Item2));
        Prop.ForAll(damaged.ToArbitrary(), json =>
        {
            if (SchemaServer.Errors(json).Count == 0)
                Assert.Equal(Told(json), Told(SchemaServer.Defaulted(json)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    public static TheoryData<int> Manifests => [.. Enumerable.Range(0, FullManifests.All.Count)];

    /// <summary>Every value in turn is put beyond each bound that its schema has, and replaced by values of many kinds.</summary>
    [Theory]
    [MemberData(nameof(Manifests))]
    public void What_the_schema_refuses_the_reader_refuses_too(int manifest)
    {
        var right = FullManifests.All[manifest];
        var schemas = Definition.Of(right).Schemas().ToDictionary(each => each.Path, each => each.Schema);
        foreach (var (path, place) in Places(right["spec"]!, "spec", "spec"))
        {
            if (!schemas.TryGetValue(path, out var schema))
                continue;
            var refused = 0;
            foreach (var value in Others(schema, At(right, place)!))
            {
                var wrong = Put(right, place, value);
                if (SchemaServer.Errors(wrong).Count == 0)
                    continue;
                refused++;
                Assert.True(FullManifests.Read(wrong).Errors.Count > 0, $"{place}: {value?.ToJsonString()} is refused by a server only");
            }
            Assert.True(refused > 0, $"{path}: nothing is refused");
        }
    }

    /// <summary>Exactly what the bounds allow is taken by both, wherever nothing else is against it.</summary>
    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_bound_itself_is_within(int manifest)
    {
        var right = FullManifests.All[manifest];
        var schemas = Definition.Of(right).Schemas().ToDictionary(each => each.Path, each => each.Schema);
        foreach (var (path, place) in Places(right["spec"]!, "spec", "spec"))
        {
            foreach (var bound in schemas.TryGetValue(path, out var schema) ? Bounds(schema) : [])
            {
                var wrong = FullManifests.Read(Put(right, place, bound)).Errors.Where(error => error.Path == place && (error.Message.Contains(" is below ") || error.Message.Contains(" is above ")));
                // Bounds by other fields say so.
                Assert.All(wrong, error => Assert.True(error.Message.Contains('.') || error.Message.Contains("minReplicas") || error.Message.Contains("rolloutsPerProblem"), error.ToString()));
            }
        }
    }

    private static IEnumerable<JsonNode?> Others(JsonObject schema, JsonNode value)
    {
        foreach (var text in new[] { "", " ", "a b", "=", "-", "é", "x\n", "5", "5m", "-5s", "48h", "0", "-1", "1Gi", "hf://", "*.a.b", "A", "http://h/v1" })
            yield return text;
        foreach (var number in new[] { 0, -1, 5, int.MaxValue })
            yield return number;
        yield return true;
        yield return new JsonArray();
        yield return new JsonObject();
        foreach (var (name, beyond) in new[] { ("minimum", -1), ("maximum", 1) })
        {
            if (schema[name] is { } bound)
                yield return (decimal)bound + (schema[name == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum"] is null ? beyond : 0);
        }
        if ((int?)schema["maxLength"] is { } characters)
            yield return value.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)value! + new string('a', characters) : new string('a', characters + 1);
        if ((int?)schema["maxItems"] is { } items)
            yield return new JsonArray([.. Enumerable.Range(0, items + 1).Select(_ => value[0]!.DeepClone())]);
        if ((int?)schema["maxProperties"] is { } entries)
            yield return new JsonObject(Enumerable.Range(0, entries + 1).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)"v")));
    }

    private static IEnumerable<JsonNode> Bounds(JsonObject schema) => new[]
    {
        schema["minimum"] is { } least && schema["exclusiveMinimum"] is null ? least : null, schema["maximum"] is { } most && schema["exclusiveMaximum"] is null ? most : null,
    }.OfType<JsonNode>();

    private static string Told(JsonObject json) => ObjectTests.Told(FullManifests.Read(json));

    private static JsonObject Put(JsonObject whole, string place, JsonNode? value)
    {
        var copy = whole.DeepClone().AsObject();
        At(copy, place)!.ReplaceWith(value?.DeepClone());
        return copy;
    }

    private static JsonNode? At(JsonNode whole, string place) =>
        place.Split('.', '[').Aggregate((JsonNode?)whole, (at, step) => step.EndsWith(']') ? at![int.Parse(step[..^1])] : at![step]);

    /// <param name="Path">As schemas name it: <c>spec.tenants[].name</c>.</param>
    /// <param name="At">As errors name it: <c>spec.tenants[0].name</c>.</param>
    private sealed record Place(string Path, string At);

    private static IEnumerable<Place> Places(JsonNode node, string path, string at) => node switch
    {
        // Names with dots are of no schema.
        JsonObject mapping => mapping.Where(field => !field.Key.Contains('/', StringComparison.Ordinal))
            .SelectMany(field => Places(field.Value!, $"{path}.{field.Key}", $"{at}.{field.Key}")).Prepend(new(path, at)),
        JsonArray list => list.SelectMany((item, i) => Places(item!, $"{path}[]", $"{at}[{i}]")).Prepend(new(path, at)),
        _ => [new(path, at)],
    };
}
