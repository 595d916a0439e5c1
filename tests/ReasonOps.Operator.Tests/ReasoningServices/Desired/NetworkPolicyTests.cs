using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

public sealed class NetworkPolicyTests
{
    private const string Dns = """{"ports":[{"port":53,"protocol":"UDP"},{"port":53,"protocol":"TCP"},{"port":5353,"protocol":"UDP"},{"port":5353,"protocol":"TCP"}]}""";

    [Theory]
    [InlineData("http://10.1.2.3:8000/v1", """{"to":[{"ipBlock":{"cidr":"10.1.2.3/32"}}],"ports":[{"port":8000,"protocol":"TCP"}]}""")]
    [InlineData("http://[fd00::1]:8000/v1", """{"to":[{"ipBlock":{"cidr":"fd00::1/128"}}],"ports":[{"port":8000,"protocol":"TCP"}]}""")]
    [InlineData("https://api.example.com/v1", """{"ports":[{"port":443,"protocol":"TCP"}]}""")]
    [InlineData("http://ollama:11434/v1", """{"to":[{"podSelector":{}}]}""")]
    [InlineData("http://llm.team-b.svc:80/v1", """{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"team-b"}}}]}""")]
    [InlineData("http://llm.team-b.svc.cluster.local./v1", """{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"team-b"}}}]}""")]
    [InlineData("http://llm.team-b.svc.example.org/v1", """{"ports":[{"port":80,"protocol":"TCP"}]}""")]
    [InlineData("http://llm.team-b/v1",
        """{"ports":[{"port":80,"protocol":"TCP"}]},{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"team-b"}}}]}""")]
    public void A_gateway_reaches_the_engines_it_is_given(string url, string rules) =>
        Assert.Equal($"[{Dns},{rules}]", Gateway($"  model: {{name: m}}\n  engine: {{endpoints: [{{url: \"{url}\"}}]}}")["egress"]!.ToJsonString());

    [Fact]
    public void Engines_in_one_place_need_one_rule() =>
        Assert.Equal(2, Gateway("  model: {name: m}\n  engine: {endpoints: [{url: \"http://a/v1\"}, {url: \"http://b:8000/v1\"}]}")["egress"]!.AsArray().Count);

    [Theory]
    [InlineData("pvc://claim", false)]
    [InlineData("oci://registry/a", false)]
    [InlineData("hf://a/b", true)]
    [InlineData("s3://bucket/a", true)]
    public void An_engine_reaches_the_world_only_to_fetch_its_model(string uri, bool world)
    {
        var policy = Engine($"  model: {{name: m, uri: \"{uri}\"}}\n  engine: {{runtime: vllm}}");

        Assert.Equal(world ? "[{}]" : $"[{Dns}]", policy["egress"]!.ToJsonString());
    }

    [Fact]
    public void Only_gateways_and_rollouts_reach_an_engine_and_prometheus_where_asked()
    {
        const string Model = "  model: {name: m, uri: \"embedded://arithmetic\"}\n";
        const string Gateways = """{"from":[{"podSelector":{"matchLabels":{"reasonops.io/service":"math","app.kubernetes.io/component":"gateway"}}}],"ports":[{"port":8000,"protocol":"TCP"}]}""";
        const string Rollouts = """{"from":[{"podSelector":{"matchLabels":{"reasonops.io/engine-client":"math"}}}],"ports":[{"port":8000,"protocol":"TCP"}]}""";

        Assert.Equal($"[{Gateways},{Rollouts}]", Engine(Model)["ingress"]!.ToJsonString());
        var watched = Engine($"{Model}  monitoring: {{podMonitor: true}}")["ingress"]!.AsArray();
        Assert.Equal(3, watched.Count);
        Assert.Equal("prometheus", (string?)watched[2]!["from"]![0]!["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]);
    }

    private static JsonNode Gateway(string spec) => Children.Find(TestServices.Plan(TestServices.Of(spec)), "NetworkPolicy", "math-gateway")["spec"]!;

    private static JsonNode Engine(string spec) => Children.Find(TestServices.Plan(TestServices.Of(spec)), "NetworkPolicy", "math-engine")["spec"]!;
}
