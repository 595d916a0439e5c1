using System.CommandLine;
using System.Text.Json;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.Kubernetes.Leases;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class OperatorCommandTests
{
    private const string DeadCluster = """
        apiVersion: v1
        kind: Config
        current-context: dead
        contexts: [{name: dead, context: {cluster: dead, user: me}}]
        clusters: [{name: dead, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: me, user: {token: secret-token}}]
        """;

    [Fact]
    public async Task Help_has_an_example()
    {
        var ended = await Child.RunAsync("operator", "--help");
        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Contains("reasonops operator --image", ended.Out);
    }

    [Fact]
    public async Task Without_a_server_it_says_so_in_JSON_and_waits_until_it_is_told_to_stop()
    {
        using var scratch = new Scratch();
        await using var child = Child.Start(
            "operator", "--image", "reasonops:test", "--kubeconfig", scratch.Write("config", DeadCluster), "--health-url", "http://127.0.0.1:0");
        var health = (await child.LineAsync(@"health on (http://127\.0\.0\.1:\d+)")).Groups[1].Value;
        using var http = new HttpClient();
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri($"{health}/healthz")));
        using var ready = await http.GetAsync(new Uri($"{health}/readyz"));
        Assert.Contains("API server", await ready.Content.ReadAsStringAsync());
        await child.SignalAsync("TERM");
        Assert.Equal(ExitCode.Interrupted, await child.EndAsync(TimeSpan.FromSeconds(30)));
        Assert.All(child.Out.Split('\n'), line => Assert.Equal(JsonValueKind.Object, JsonSerializer.Deserialize<JsonElement>(line).ValueKind));
        Assert.DoesNotContain("secret-token", child.Out + child.Errors);
    }

    [Theory]
    [InlineData("--health-url http://*:8081/x", "--health-url http://*:8081/x: is not an address to listen on; write it as http://*:8081")]
    [InlineData("--workers 0", "--workers 0: must be from 1 to 64")]
    [InlineData("--kubeconfig /no/such/file", "/no/such/file")]
    public async Task What_cannot_be_used_is_named(string option, string error)
    {
        var ended = await Child.RunAsync(["operator", "--image", "reasonops:test", .. option.Split(' ')]);
        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(error, ended.Errors);
    }

    [Fact]
    public async Task A_lost_lease_ends_with_a_failure()
    {
        var command = new Command("operator");
        command.Run((_, _) => throw new LeadershipLostException("the lease was lost"));
        Assert.Equal(ExitCode.Failed, await command.Parse([]).InvokeAsync());
    }
}
