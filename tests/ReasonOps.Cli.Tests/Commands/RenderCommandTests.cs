using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using YamlDotNet.RepresentationModel;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class RenderCommandTests
{
    [Fact]
    public async Task The_sample_becomes_its_children_without_an_owner()
    {
        var ended = await Child.RunAsync("render", "-f", Repository.Sample, "--namespace", "team-a", "--image", "example.com/reasonops:7");

        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Equal(
        [
            "ServiceAccount math-engine", "NetworkPolicy math-engine", "PodDisruptionBudget math-engine", "Service math-engine", "Deployment math-engine",
            "ServiceAccount math-gateway", "Secret math-snapshot", "NetworkPolicy math-gateway", "PodDisruptionBudget math-gateway", "Service math", "Deployment math-gateway",
        ], Documents(ended.Out).Select(document => $"{document["kind"]} {document["metadata"]["name"]}"));
        Assert.All(Documents(ended.Out), document => Assert.Equal("team-a", document["metadata"]["namespace"].ToString()));
        Assert.DoesNotContain("ownerReferences", ended.Out);
        Assert.Equal(2, ended.Out.Split('\n').Count(line => line.Trim() == "image: example.com/reasonops:7"));
        Assert.Equal(3, ended.Errors.Split('\n').Length);
        Assert.StartsWith("math: tenant free takes its keys from secret free-keys, which holds none", ended.Errors);
    }

    [Fact]
    public async Task Keys_that_are_given_are_in_it_as_hashes_and_as_nothing_else()
    {
        var ended = await Child.RunAsync("render", "-f", Repository.Sample, "-o", "json", "--secret", "free-keys=rk-one", "--secret", "pro-keys=rk-two");
        var items = JsonNode.Parse(ended.Out)!["items"]!.AsArray();
        var secret = Assert.Single(items, item => (string?)item!["kind"] == "Secret")!;
        var snapshot = SnapshotJson.Read(Convert.FromBase64String((string)secret["data"]!["snapshot.json"]!));

        Assert.Equal([[SnapshotBuilder.HashKey("rk-one")], [SnapshotBuilder.HashKey("rk-two")], []], snapshot.Tenants.Select(tenant => tenant.KeyHashes));
        Assert.DoesNotContain("rk-", ended.Out + ended.Errors + Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["data"]!["snapshot.json"]!)));
        Assert.Single(ended.Errors.Split('\n'));
    }

    [Theory]
    [InlineData("1.20", "policy/v1beta1", false)]
    [InlineData("1.33", "policy/v1", true)]
    public async Task It_is_made_for_a_version_of_kubernetes(string version, string budgets, bool sleeps)
    {
        var ended = await Child.RunAsync("render", "-f", Repository.Sample, "--kubernetes-version", version);

        Assert.Contains($"apiVersion: {budgets}\nkind: PodDisruptionBudget", ended.Out);
        Assert.Equal(sleeps, ended.Out.Contains("sleep:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pool_becomes_its_children_too()
    {
        var ended = await Child.RunAsync("render", "-f", Path.Combine(Repository.Root, "config/samples/verifierpool.yaml"));

        Assert.Equal((ExitCode.Done, ""), (ended.Code, ended.Errors));
        Assert.Equal(
            ["ServiceAccount", "ConfigMap", "NetworkPolicy", "PodDisruptionBudget", "Service", "Deployment"], Documents(ended.Out).Select(document => document["kind"].ToString()));
        Assert.All(Documents(ended.Out), document => Assert.Equal("sandboxes-verifier", document["metadata"]["name"].ToString()));
        Assert.Contains("  replicas: 1\n", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_services_are_rendered_together()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("two.yaml", $"{Manifests.Embedded(name: "one")}\n---\n{Manifests.Embedded(name: "two")}");

        var ended = await Child.RunAsync("render", "-f", file, "--secret", "my-keys=rk-me");

        Assert.Equal((ExitCode.Done, ""), (ended.Code, ended.Errors));
        Assert.Equal(22, Documents(ended.Out).Count);
    }

    [Theory]
    [InlineData("--kubernetes-version 1.18", "--kubernetes-version 1.18: is not a version from 1.19; write it as 1.34")]
    [InlineData("--kubernetes-version new", "--kubernetes-version new: is not a version from 1.19; write it as 1.34")]
    [InlineData("--secret other=x", "--secret other: the manifest names no such secret; it names my-keys")]
    [InlineData("--output xml", "Argument 'xml' not recognized")]
    public async Task What_is_not_understood_is_told(string arguments, string says)
    {
        using var scratch = new Scratch();
        var ended = await Child.RunAsync(["render", "-f", scratch.Write("one.yaml", Manifests.Embedded()), .. arguments.Split(' ')]);

        Assert.Equal((ExitCode.WrongInput, ""), (ended.Code, ended.Out));
        Assert.Contains(says, ended.Errors);
    }

    [Fact]
    public async Task A_mistake_is_placed_and_nothing_is_rendered()
    {
        using var scratch = new Scratch();
        var ended = await Child.RunAsync("render", "-f", scratch.Write("bad.yaml", Manifests.Embedded().Replace("onnx", "onx", StringComparison.Ordinal)));

        Assert.Equal((ExitCode.WrongInput, ""), (ended.Code, ended.Out));
        Assert.Contains("spec.engine.runtime: \"onx\" is not a runtime; did you mean onnx?", ended.Errors);
        Assert.EndsWith("1 error, nothing was rendered", ended.Errors);
    }

    private static List<YamlNode> Documents(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }
}
