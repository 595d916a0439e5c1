using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Engines.Metrics;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Observe;

/// <summary>At the wire, on addresses of this machine that no other test uses: the ports of engines and gateways are fixed.</summary>
public sealed class ServiceLoadReaderTests : IDisposable
{
    private static readonly ObjectKey Service = new("team-a", "math");
    private readonly TestClock _clock = new();
    private readonly ServiceLoadReader _reader;

    public ServiceLoadReaderTests() => _reader = new(ServicePace.Usual, _clock);

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task Engines_and_gateways_tell_what_they_hold_and_expect()
    {
        await using var engine = await EngineAsync("127.84.0.1", "vllm:kv_cache_usage_perc 0.5\nvllm:num_requests_running 3\nvllm:num_requests_waiting 2\n"
            + "vllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"100\"} 1\n");
        await using var first = await GatewayAsync("127.84.0.2", Forecast(running: 100, waiting: 2, rest: ("127.84.0.1:8000", 4)));
        await using var second = await GatewayAsync("127.84.0.3", Forecast(running: 300, waiting: 1, rest: ("127.84.0.1:8000", 9)));

        var load = await ReadAsync(Engine("e", "127.84.0.1"), Gateway("g1", "127.84.0.2"), Gateway("g2", "127.84.0.3"));

        var replica = Assert.Single(load.Replicas);
        Assert.Equal((ReplicaPhase.Ready, 0.5, 1600L, 3, 2, TimeSpan.FromSeconds(9)),
            (replica.Phase, replica.Occupancy, replica.CapacityTokens, replica.Running, replica.Waiting, replica.Rest));
        Assert.Equal((400, 3, 2), (load.Demand!.At(TimeSpan.FromSeconds(40)).RunningTokens, load.Demand.WaitingRequests, load.Demand.LiveChains));
        Assert.Equal(0.5, load.Occupancy(_clock.GetUtcNow()));
        Assert.Equal(TimeSpan.FromSeconds(30), load.StartUp);
    }

    [Fact]
    public async Task A_gateway_that_is_silent_is_taken_to_hold_as_much_as_the_others()
    {
        await using var first = await GatewayAsync("127.84.1.1", Forecast(running: 100, waiting: 2));

        var load = await ReadAsync(Gateway("g1", "127.84.1.1"), Gateway("g2", "127.84.1.2"));

        Assert.Equal((200, 4), (load.Demand!.At(TimeSpan.Zero).RunningTokens, load.Demand.WaitingRequests));
    }

    public static TheoryData<string> Lies =>
    [
        "vllm:kv_cache_usage_perc NaN\n", "vllm:kv_cache_usage_perc 1.7\n", "vllm:kv_cache_usage_perc -0.1\n", "vllm:num_requests_running -3\n",
        "vllm:num_requests_running 1e300\n", "<html>wrong door</html>", "", "vllm:kv_cache_usage_perc{", "\0\u0001\u0002",
    ];

    [Theory, MemberData(nameof(Lies))]
    public async Task What_cannot_be_is_unknown_and_never_zero(string lie)
    {
        await using var engine = await EngineAsync("127.84.2.1", lie);

        var replica = Assert.Single((await ReadAsync(Engine("e", "127.84.2.1"))).Replicas);

        Assert.Equal((null, null, null), (replica.ReadAt, replica.Occupancy, replica.Running));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-16")]
    [InlineData("99999999999999999999")]
    public async Task A_capacity_that_cannot_be_is_unknown(string blocks)
    {
        await using var engine = await EngineAsync("127.84.3.1", $"vllm:kv_cache_usage_perc 0.5\nvllm:cache_config_info{{block_size=\"16\",num_gpu_blocks=\"{blocks}\"}} 1\n");

        Assert.Null(Assert.Single((await ReadAsync(Engine("e", "127.84.3.1"))).Replicas).CapacityTokens);
    }

    [Theory]
    [InlineData(ForecastLie.Negative)]
    [InlineData(ForecastLie.Missing)]
    [InlineData(ForecastLie.Twice)]
    public async Task A_forecast_that_cannot_be_is_none(ForecastLie lie)
    {
        var text = Forecast(running: 100, waiting: 2);
        await using var gateway = await GatewayAsync("127.84.4.1", lie switch
        {
            ForecastLie.Negative => text.Replace("\"running\"} 100", "\"running\"} -1", StringComparison.Ordinal),
            ForecastLie.Missing => text.Replace("reasonops_forecast_waiting_tokens", "something_else", StringComparison.Ordinal),
            _ => text + "reasonops_forecast_live_chains 7\n",
        });

        Assert.Null((await ReadAsync(Gateway("g", "127.84.4.1"))).Demand);
    }

    public enum ForecastLie
    {
        Negative,
        Missing,
        Twice,
    }

    [Fact]
    public async Task Who_hangs_or_never_ends_or_names_no_encoding_keeps_nobody_else()
    {
        await using var well = await EngineAsync("127.84.5.1", "vllm:kv_cache_usage_perc 0.25\n");
        await using var hangs = await ServeAsync("127.84.5.2", Ports.Engine, async context => await Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var endless = await ServeAsync("127.84.5.3", Ports.Engine, async context =>
        {
            var line = new byte[65536];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(line, context.RequestAborted);
        });
        await using var strange = await ServeAsync("127.84.5.4", Ports.Engine, context =>
        {
            context.Response.Headers.ContentType = "text/plain; charset=nonsense";
            return context.Response.WriteAsync("vllm:kv_cache_usage_perc 0.75\n");
        });

        var load = await ReadAsync(Engine("a", "127.84.5.1"), Engine("b", "127.84.5.2"), Engine("c", "127.84.5.3"), Engine("d", "127.84.5.4"), Engine("e", "127.84.5.5"));

        Assert.Equal([0.25, null, null, 0.75, null], load.Replicas.Select(replica => replica.Occupancy));
        Assert.Equal(["b", "c", "e"], load.Silent(_clock.GetUtcNow()));
    }

    [Fact]
    public async Task Each_is_asked_once_a_look_and_counts_until_it_is_too_old()
    {
        var asked = 0;
        await using var engine = await ServeAsync("127.84.6.1", Ports.Engine, context => context.Response.WriteAsync(
            Interlocked.Increment(ref asked) <= 2 ? $"vllm:kv_cache_usage_perc 0.{asked}\n" : "nothing"));
        async Task<ReplicaLoad> LookAsync() => Assert.Single((await ReadAsync(Engine("e", "127.84.6.1"))).Replicas);

        Assert.Equal(0.1, (await LookAsync()).Occupancy);
        Assert.Equal(0.1, (await LookAsync()).Occupancy);
        Assert.Equal(1, asked);
        _clock.Advance(ServicePace.Usual.Look);
        Assert.Equal(0.2, (await LookAsync()).Occupancy);
        var read = _clock.GetUtcNow();
        _clock.Advance(ServicePace.Usual.Look);
        // It tells nothing now: what it told stands, with its time.
        Assert.Equal((0.2, read), ((await LookAsync()).Occupancy, (await LookAsync()).ReadAt));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Pods_are_replicas_in_their_lives()
    {
        var gone = new V1ObjectMeta { DeletionTimestamp = _clock.GetUtcNow().AddSeconds(600), DeletionGracePeriodSeconds = 600 };

        var load = await ReadAsync(Engine("d", "127.84.7.1", meta: gone), Engine("s", null, ready: false), Engine("f", "127.84.7.2", phase: "Failed"), Engine("w", "127.84.7.3", index: "1"));

        Assert.Equal([("d", ReplicaPhase.Draining, _clock.GetUtcNow()), ("s", ReplicaPhase.Starting, _clock.GetUtcNow().AddSeconds(-90))],
            load.Replicas.Select(replica => (replica.Name, replica.Phase, replica.Since)));
        Assert.Null(load.Demand);
        Assert.Null(load.StartUp);
    }

    [Fact]
    public async Task A_pass_that_ends_ends_the_reading()
    {
        await using var slow = await ServeAsync("127.84.8.1", Ports.Engine, async context => await Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _reader.ReadAsync(Service, MetricNames.Vllm, [Engine("e", "127.84.8.1")], stop.Token));
    }

    private Task<ServiceLoad> ReadAsync(params ApiObject[] pods) => _reader.ReadAsync(Service, MetricNames.Vllm, pods, CancellationToken.None);

    internal static string Forecast(double running, int waiting, (string Engine, double Seconds)? rest = null) =>
        string.Concat(new[] { 0, 15, 30, 60, 120, 300, 600 }.Select(horizon => string.Create(null,
            $"reasonops_forecast_kv_tokens{{horizon=\"{horizon}\",part=\"running\"}} {running}\nreasonops_forecast_kv_tokens{{horizon=\"{horizon}\",part=\"arriving\"}} 0\n")))
        + $"reasonops_forecast_waiting_tokens {10 * waiting}\nreasonops_forecast_waiting_requests {waiting}\nreasonops_forecast_live_chains 1\n"
        + (rest is { } until ? $"reasonops_forecast_rest_seconds{{engine=\"{until.Engine}\"}} {until.Seconds}\n" : "");

    private static Task<WebApplication> EngineAsync(string address, string text) => ServeAsync(address, Ports.Engine, context => context.Response.WriteAsync(text));

    private static Task<WebApplication> GatewayAsync(string address, string text) => ServeAsync(address, Ports.Gateway, context => context.Response.WriteAsync(text));

    internal static async Task<WebApplication> ServeAsync(string address, int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Parse(address), port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private ApiObject Engine(string name, string? address, bool ready = true, string phase = "Running", string? index = null, V1ObjectMeta? meta = null) =>
        Pod(ChildObject.Engine, name, address, ready, phase, index, meta);

    private ApiObject Gateway(string name, string address) => Pod(ChildObject.Gateway, name, address, ready: true, "Running", null, null);

    private ApiObject Pod(string component, string name, string? address, bool ready, string phase, string? index, V1ObjectMeta? meta)
    {
        var labels = new Dictionary<string, string> { [ChildObject.ComponentLabel] = component };
        if (index is not null) labels["leaderworkerset.sigs.k8s.io/worker-index"] = index;
        return new((meta ?? new()) with { Name = name, Namespace = "team-a", Uid = name, Labels = labels, CreationTimestamp = _clock.GetUtcNow().AddSeconds(-90) },
            JsonSerializer.SerializeToElement(new
            {
                status = new { phase, podIP = address, conditions = new[] { new { type = "Ready", status = ready ? "True" : "False", lastTransitionTime = _clock.GetUtcNow().AddSeconds(-60) } } },
            }));
    }
}
