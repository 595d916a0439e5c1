using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>What a user does on a cluster, from the chart to the last process.</summary>
#pragma warning disable CA1001 // ended by DisposeAsync
public sealed class ArithmeticTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Service = "reasoningservice/math";
    private const string Children = "reasonops.io/service=math";
    private const string Engines = $"{Children},app.kubernetes.io/component=engine";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);
    private readonly CancellationTokenSource _deadline = new(Deadline);
    private Cluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.StartAsync(_deadline.Token);
        await _cluster.InstallAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task The_sample_answers_on_a_cluster_and_goes_without_a_trace()
    {
        foreach (var tenant in new[] { "free", "pro", "research" })
            await _cluster.KubectlAsync("create", "secret", "generic", $"{tenant}-keys", $"--from-literal=key=rk-{tenant}-1");
        await _cluster.KubectlAsync("apply", "-f", Repository.PathOf("config", "samples", "arithmetic.yaml"));
        await _cluster.WaitAsync(Service, "Ready");
        Assert.Equal((2, 1), (_cluster.Processes("engine"), _cluster.Processes("gateway")));

        await AnswersByVoteAsync("rk-research-1");
        await TakesARotatedKeyWithoutRestartAsync();
        await ScalesAsync();
        await RestsAsync();
        await GoesAsync();
    }

    private async Task AnswersByVoteAsync(string key)
    {
        var (status, answer) = await AskAsync(key);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("63", (string)answer["choices"]![0]!["message"]!["content"]!);
        var votes = answer["reasonops"]!["votes"]!;
        Assert.InRange((int)votes["cast"]!, 2, 16);
        Assert.Equal(16, (int)votes["asked"]!);
        Assert.InRange((double)votes["agreement"]!, 0.5, 1);
    }

    private async Task TakesARotatedKeyWithoutRestartAsync()
    {
        var before = await LivesAsync();
        await _cluster.KubectlAsync("patch", "secret", "research-keys", "-p", """{"stringData": {"key": "rk-research-2"}}""");
        await Until.TrueAsync("the new key counts", async () => (await AskAsync("rk-research-2")).Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("rk-research-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("rk-pro-1")).Status);
        Assert.Equal(before, await LivesAsync());
    }

    private async Task ScalesAsync()
    {
        await _cluster.KubectlAsync("patch", Service, "--type=merge", "-p", """{"spec": {"autoscaling": {"mode": "External", "maxReplicas": 3}}}""");
        await _cluster.KubectlAsync("scale", Service, "--replicas=3");
        await Until.TrueAsync("three engines are ready", async () => (await _cluster.PodsAsync(Engines)).Count(Cluster.IsReady) == 3);
        await Until.TrueAsync("the service says so", async () => await _cluster.KubectlAsync("get", Service, "-o", "jsonpath={.status.replicas}") == "3");
        await _cluster.WaitAsync(Service, "Ready");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("rk-research-2")).Status);
    }

    /// <summary>None, on purpose: the service is well, and its gateway says that nobody answers.</summary>
    private async Task RestsAsync()
    {
        await _cluster.KubectlAsync("scale", Service, "--replicas=0");
        await Until.TrueAsync("the service rests", async () =>
            await _cluster.KubectlAsync("get", Service, "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status} {.status.conditions[?(@.type=='Ready')].reason}") == "True ScaledToZero");
        await Until.TrueAsync("the gateway is ready and says so", async () =>
            (await _cluster.EndpointsAsync("math")).Count > 0 && (await AskAsync("rk-research-2")).Status == HttpStatusCode.ServiceUnavailable);
    }

    private async Task GoesAsync()
    {
        await _cluster.KubectlAsync("delete", Service, "--timeout=60s");
        await Until.TrueAsync("no child is left", async () => await _cluster.KubectlAsync(
            "get", "deployments,replicasets,pods,services,secrets,serviceaccounts,networkpolicies,poddisruptionbudgets", "-l", Children, "-o", "name") == "");
        Assert.Equal((0, 0), (_cluster.Processes("engine"), _cluster.Processes("gateway")));
    }

    /// <summary>Each container of the service's pods, with the time it has run since.</summary>
    private async Task<IReadOnlyList<string>> LivesAsync() => [.. (await _cluster.PodsAsync(Children))
        .SelectMany(pod => pod!["status"]!["containerStatuses"]!.AsArray().Select(one => $"{pod["metadata"]!["uid"]} {one!["restartCount"]} {one["containerID"]}")).Order()];

    private async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(string key)
    {
        var gateway = (await _cluster.EndpointsAsync("math"))[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1/chat/completions"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new StringContent("""{"model": "math", "messages": [{"role": "user", "content": "12+7*8-5="}]}""", null, "application/json");
        using var answer = await _cluster.Http.SendAsync(request, _deadline.Token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(_deadline.Token))!);
    }
}
