using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>What Kubernetes asks of a structural schema, and people of its words.</summary>
public partial class SchemaTests
{
    public static TheoryData<string> Rules => [.. RulesOf().Select(each => each.Rule).Distinct()];

    [Fact]
    public void Every_field_is_described()
    {
        var silent = Definition.AllSchemas()
            .Where(each => each.Path is not ("" or "metadata") && !each.Path.EndsWith(']') && !each.Path.EndsWith('}'))
            .Where(each => (string?)each.Schema["description"] is not { Length: > 9 } words || !words.EndsWith('.') || words.Contains('<'));

        Assert.Equal([], silent.Select(each => each.Path));
        Assert.InRange(Definition.AllSchemas().Count(), 200, 1000);
    }

    [Fact]
    public void Words_of_doc_comments_read_as_text()
    {
        var engine = Definition.Service.Root["properties"]!["spec"]!["properties"]!["engine"]!["properties"]!;

        Assert.StartsWith(
            "What runs the model. Unless said: \"openai\" before endpoints, \"onnx\" for an \"embedded://\" model, else \"vllm\". vllm: vLLM. sglang: SGLang. llamacpp: the server",
            (string)engine["runtime"]!["description"]!, StringComparison.Ordinal);
        Assert.Contains("with perReplica shared evenly", (string)engine["accelerator"]!["properties"]!["nodes"]!["description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_schema_is_structural()
    {
        foreach (var (path, schema) in Definition.AllSchemas())
        {
            Assert.True(schema["type"] is not null || schema["x-kubernetes-int-or-string"] is not null, path);
            Assert.False(schema.ContainsKey("properties") && schema.ContainsKey("additionalProperties"), path);
            Assert.False(schema.ContainsKey("$ref") || schema.ContainsKey("nullable"), path);
            if ((string?)schema["type"] == "array")
                Assert.True(schema.ContainsKey("items") && (string?)schema["x-kubernetes-list-type"] is "map" or "set" or "atomic", path);
        }
    }

    [Fact]
    public void What_keys_a_list_is_required_in_its_items()
    {
        var keyed = Definition.AllSchemas().Where(each => each.Schema.ContainsKey("x-kubernetes-list-map-keys")).ToArray();

        Assert.Equal(["spec.engine.env", "spec.engine.endpoints", "spec.tenants", "status.conditions", "spec.sizing.serves", "status.conditions", "status.consumers", "status.conditions"], keyed.Select(each => each.Path));
        Assert.All(keyed, each => Assert.Subset(Texts(each.Schema["items"]!["required"]), Texts(each.Schema["x-kubernetes-list-map-keys"])));
    }

    [Fact]
    public void A_strategy_of_parts_is_no_part_of_one()
    {
        var kinds = Enum.GetNames<StrategyKind>();

        Assert.Equal(kinds, Words("spec.strategy.kind"));
        foreach (var part in new[] { "spec.strategy.cascade.then", "spec.strategy.table[].strategy", "spec.tenants[].cascade.then" })
            Assert.Equal(kinds.Except(["Cascade", "ComputeOptimal"]), Words(part));
        Assert.Equal(["MajorityVote", "WeightedVote", "BestOfN", "ConfidenceFilter", "Judge"], Words("spec.strategy.cascade.first"));
    }

    private static IEnumerable<string> Words(string path) =>
        Definition.AllSchemas().First(each => each.Path == path).Schema["enum"]!.AsArray().Select(word => (string)word!);

    [Theory]
    [InlineData("ReasoningService", """
        {"model": {"name": "m", "shape": {"layers": 1, "attentionHeads": 1, "headSize": 1, "parameters": 1}}, "engine": {"accelerator": {}}, "budget": {},
         "tenants": [{"name": "t", "keys": {"secretRef": {"name": "k"}}, "price": {}}], "autoscaling": {"scaleDown": {}}, "gateway": {}, "monitoring": {},
         "ledger": {"postgres": {"secretRef": {"name": "db"}}}}
        """)]
    [InlineData("VerifierPool", """{"checks": ["Math"], "isolation": {"mode": "Landlock"}, "limits": {}, "sizing": {"maxReplicas": 2}, "monitoring": {}}""")]
    public void Defaults_satisfy_their_own_schema(string kind, string spec)
    {
        var filled = SchemaServer.Defaulted(new() { ["kind"] = kind, ["spec"] = JsonNode.Parse(spec) });

        Assert.Equal([], SchemaServer.Errors(filled));
        var defaults = Definition.Of(filled).Schemas().Where(each => each.Schema.ContainsKey("default")).Select(each => each.Path.Replace("[]", "[0]", StringComparison.Ordinal));
        Assert.All(defaults, path => Assert.NotNull(At(filled, path)));
    }

    /// <summary>What a rule reads must be there and bounded, or an API server refuses the definition: CEL's cost is reckoned beforehand.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_reads_fields_that_there_are_and_asks_for_those_that_may_be_left_out(string rule)
    {
        var schemas = RulesOf().Where(each => each.Rule == rule).Select(each => each.Schema).ToArray();
        Assert.NotEmpty(schemas);
        foreach (var schema in schemas)
        {
            foreach (var chain in Chains().Matches(rule).Select(match => match.Value).Distinct())
                Follow(schema, chain, rule);
        }
    }

    private static void Follow(JsonObject schema, string chain, string rule)
    {
        var read = "self";
        foreach (var name in chain.Split('.').Skip(1))
        {
            if (name is "startsWith" or "exists")
            {
                Assert.True(schema.ContainsKey("maxLength") || schema.ContainsKey("maxItems"), $"{read} has no most");
                return;
            }
            read += $".{name}";
            var required = Texts(schema["required"]).Contains(name);
            Assert.True(schema["properties"]?[name] is JsonObject, $"{read} is no field");
            Assert.True(required || rule.Contains($"has({read})", StringComparison.Ordinal), $"{read} may be left out");
            schema = schema["properties"]![name]!.AsObject();
        }
    }

    internal static IEnumerable<(JsonObject Schema, string Rule, string Message)> RulesOf() =>
        from each in Definition.AllSchemas()
        from rule in each.Schema["x-kubernetes-validations"]?.AsArray() ?? []
        select (each.Schema, (string)rule["rule"]!, (string)rule["message"]!);

    private static HashSet<string> Texts(JsonNode? list) => [.. list?.AsArray().Select(text => (string)text!) ?? []];

    private static JsonNode? At(JsonNode? value, string path) =>
        path.Split('.', '[').Aggregate(value, (at, step) => step.EndsWith(']') ? at?[int.Parse(step[..^1])] : at?[step]);

    [GeneratedRegex(@"self(\.\w+)+")]
    private static partial Regex Chains();
}
