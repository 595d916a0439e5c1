using System.Text.Json.Nodes;

namespace ReasonOps.Charts.Tests.Rendering;

/// <summary>What <c>values.schema.json</c> refuses, and that it knows every value.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("replica=3", "additional properties 'replica' not allowed")]
    [InlineData("image.pullpolicy=Always", "at '/image': additional properties 'pullpolicy' not allowed")]
    [InlineData("crds.kept=true", "at '/crds': additional properties 'kept' not allowed")]
    [InlineData("networkPolicy.apiServer.cidr={10.0.0.1/32}", "at '/networkPolicy/apiServer': additional properties 'cidr' not allowed")]
    [InlineData("podMonitor.on=true", "at '/podMonitor': additional properties 'on' not allowed")]
    [InlineData("replicas=many", "at '/replicas': got string, want integer")]
    [InlineData("replicas=-1", "at '/replicas': minimum: got -1, want 0")]
    [InlineData("image.pullPolicy=Sometimes", "at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'")]
    [InlineData("image.repository=", "at '/image/repository': '' does not match pattern")]
    [InlineData("image.digest=latest", "at '/image/digest': 'latest' does not match pattern")]
    [InlineData("watchNamespaces={Team_A}", "at '/watchNamespaces/0': 'Team_A' does not match pattern")]
    [InlineData("crds.keep=perhaps", "at '/crds/keep': got string, want boolean")]
    [InlineData("podMonitor.interval=30", "at '/podMonitor/interval': got number, want string")]
    [InlineData("networkPolicy.apiServer.cidrs={10.0.0.1}", "at '/networkPolicy/apiServer/cidrs/0': '10.0.0.1' does not match pattern")]
    [InlineData("extraArgs={debug}", "at '/extraArgs/0': 'debug' does not match pattern")]
    [InlineData("serviceAccount.create=false", "serviceAccount.name: name the ServiceAccount to use, or set serviceAccount.create")]
    public async Task A_wrong_value_is_refused_by_its_name(string set, string says)
    {
        var result = await Chart.TryAsync("--set", set);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(says, result.Errors);
    }

    [Fact]
    public void The_schema_describes_every_value_and_no_other()
    {
        var values = YamlDocuments.Read(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml")))[0];
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!.AsObject();
        schema["properties"]!.AsObject().Remove("global");

        Assert.Equal(Named(values, schema), Described(schema, ""));
    }

    [Fact]
    public async Task Values_of_a_parent_chart_are_let_through() => await Chart.TextAsync("--set", "global.registry=example");

    [Fact]
    public async Task Lint_finds_nothing()
    {
        var result = await Chart.HelmAsync("lint", "--strict", Chart.Folder);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.DoesNotContain("WARNING", result.Output);
    }

    [Fact]
    public async Task Lint_finds_nothing_with_every_value_set()
    {
        var result = await Chart.HelmAsync("lint", "--strict", Chart.Folder, "-f", Chart.Values("everything.yaml"));

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [Fact]
    public void The_values_that_tests_set_are_all_of_them()
    {
        var values = YamlDocuments.Read(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml")))[0];
        var everything = YamlDocuments.Read(File.ReadAllText(Chart.Values("everything.yaml")))[0];

        Assert.Equal(values.Select(value => value.Key), everything.Select(value => value.Key));
    }

    /// <summary>Paths in the values, as deep as the schema knows their fields.</summary>
    private static List<string> Named(JsonObject values, JsonObject schema, string prefix = "") =>
        [.. values.OrderBy(value => value.Key, StringComparer.Ordinal).SelectMany(value =>
            schema["properties"]?[value.Key] is JsonObject inner && inner["properties"] is not null && value.Value is JsonObject fields
                ? [prefix + value.Key, .. Named(fields, inner, $"{prefix}{value.Key}.")]
                : new List<string> { prefix + value.Key })];

    private static List<string> Described(JsonObject schema, string prefix)
    {
        Assert.False((bool?)schema["additionalProperties"] ?? true, $"{prefix}: misspelt fields would pass");
        return [.. schema["properties"]!.AsObject().OrderBy(value => value.Key, StringComparer.Ordinal)
            .SelectMany(value =>
            {
                Assert.False(string.IsNullOrEmpty((string?)value.Value!["description"]), $"{prefix}{value.Key} has no description");
                return value.Value["properties"] is null
                    ? [prefix + value.Key]
                    : new List<string> { prefix + value.Key }.Concat(Described(value.Value.AsObject(), $"{prefix}{value.Key}."));
            })];
    }
}
