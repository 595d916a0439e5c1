using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.Clusters;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>A service that follows its load, with engines and gateways that are real processes and an operator whose looks are quick.</summary>
#pragma warning disable CA1001 // ended by DisposeAsync
public sealed class ScalingTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Service = "reasoningservice/math";
    private const string Engines = "reasonops.io/service=math,app.kubernetes.io/component=engine";
    private const string Manifest = """
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: math}
        spec:
          model: {name: math, uri: "embedded://arithmetic", answerFormat: {kind: Whole}}
          engine: {keyValueTokens: 512}
          strategy: {kind: MajorityVote, votes: 8, stop: {rule: None}}
          budget: {reasoningTokens: 128, answerTokens: 8, deadline: 240s}
          autoscaling: {minReplicas: 0, maxReplicas: 3, scaleDown: {stabilization: 2s, toZeroAfter: 5s}}
          tenants:
          - {name: free, keys: {secretRef: {name: free-keys}}}
        """;

    private static readonly ServicePace Quick = new(
        Look: TimeSpan.FromSeconds(1), Fresh: TimeSpan.FromSeconds(20), Pause: TimeSpan.FromSeconds(1), StartUp: TimeSpan.FromSeconds(5), Told: TimeSpan.Zero);

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(6));
    private readonly ConcurrentQueue<string> _failures = new();
    private Cluster _cluster = null!;
    private RunningOperator _operator = null!;
    private int _answers;

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.StartAsync(_deadline.Token);
        await _cluster.Plane.InstallCrdsAsync();
        _operator = new(_cluster.Plane, "default", pace: Quick);
    }

    public async Task DisposeAsync()
    {
        await _operator.DisposeAsync();
        await _cluster.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Replicas_follow_the_load_to_three_and_to_none_and_no_request_fails()
    {
        await _cluster.KubectlAsync("create", "secret", "generic", "free-keys", "--from-literal=key=rk-1");
        await _cluster.ApplyAsync(Manifest);
        await _cluster.WaitAsync(Service, "Ready");
        await RestsAsync();

        // The first one is held, and brings an engine.
        var gateway = (await _cluster.EndpointsAsync("math"))[0];
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        // Or two at once: how long its chains become nobody knows yet, and eight long ones would not fit one engine.
        await UntilAsync("an event tells of it", async () => Regex.IsMatch(await EventsAsync(), "0 -> [12]"));

        using (var load = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token))
        {
            var clients = Enumerable.Range(0, 16).Select(_ => AskUntilAsync(gateway, load.Token)).ToArray();
            await UntilAsync("three engines answer", async () => (await _cluster.PodsAsync(Engines)).Count(Cluster.IsReady) == 3);
            await UntilAsync("the status tells that the cache is in use", async () => await StatusAsync(".keyValueOccupancy") is not ("" or "0%"));
            Assert.Equal(3, _cluster.Processes("engine"));
            var before = _answers;
            await UntilAsync("answers keep coming", () => Task.FromResult(_answers > before + 20));
            await load.CancelAsync();
            await Task.WhenAll(clients);
        }

        await RestsAsync();
        Assert.Empty(_failures);
        var history = JsonNode.Parse(await StatusAsync(".scaling.history"))!.AsArray().Select(decision => ((int)decision!["from"]!, (int)decision["to"]!)).ToArray();
        // Newest first: they go one by one.
        Assert.All(history.Where(decision => decision.Item2 < decision.Item1), decision => Assert.Equal(decision.Item1 - 1, decision.Item2));
        Assert.Equal((1, 0), history[0]);
        Assert.Contains("nothing was asked for", await StatusAsync(".scaling.history[0].reason"), StringComparison.Ordinal);
        Assert.Equal("ScaledByDemand", await StatusAsync(".conditions[?(@.type=='ScalingActive')].reason"));
    }

    /// <summary>No engine, and a gateway that would hold a question.</summary>
    private async Task RestsAsync()
    {
        await UntilAsync("no engine is left", async () => (await _cluster.PodsAsync(Engines)).Count == 0);
        await UntilAsync("the service rests", async () => await StatusAsync(".conditions[?(@.type=='Ready')].reason") == "ScaledToZero");
        Assert.Equal("True", await StatusAsync(".conditions[?(@.type=='Ready')].status"));
    }

    private async Task AskUntilAsync(Uri gateway, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            if (await AskAsync(gateway) is not HttpStatusCode.OK and var status) _failures.Enqueue($"{status}");
            Interlocked.Increment(ref _answers);
        }
    }

    private async Task<HttpStatusCode> AskAsync(Uri gateway)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1/chat/completions"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "rk-1");
        request.Content = new StringContent("""{"model": "math", "messages": [{"role": "user", "content": "12+7*8-5="}]}""", null, "application/json");
        using var answer = await _cluster.Http.SendAsync(request, _deadline.Token);
        return answer.StatusCode;
    }

    private Task<string> StatusAsync(string path) => _cluster.KubectlAsync("get", Service, "-o", $"jsonpath={{.status{path}}}");

    private Task<string> EventsAsync() => _cluster.KubectlAsync("get", "events", "-o", "jsonpath={.items[*].message}");

    private async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        try
        {
            await Until.TrueAsync(what, holds, TimeSpan.FromMinutes(3));
        }
        catch (Exception late) when (late is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{late.Message}\n{await _cluster.DescribeAsync()}\n{(await _operator.AskAsync("/metrics")).Text}", late);
        }
    }
}
