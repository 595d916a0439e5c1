using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests;

/// <summary>A gateway on a free port before a scripted engine, with tenants <c>free</c> (one chain) and <c>pro</c> (votes), as a test changes them.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestGateway(WebApplication app, ScriptedEngine engine)
    {
        (_app, Engine) = (app, engine);
        // A response that is let go is to close its connection at once, not after two seconds of reading on.
        var connections = new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.FromMilliseconds(1) };
        Http = new HttpClient(connections) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ScriptedEngine Engine { get; }
    public HttpClient Http { get; }

    public static async Task<TestGateway> StartAsync(
        Func<GatewaySnapshot, GatewaySnapshot>? change = null, Func<GatewayOptions, GatewaySnapshot, GatewayOptions>? options = null,
        bool ready = true)
    {
        var engine = await ScriptedEngine.StartAsync();
        var snapshot = Snapshot(engine.Url);
        snapshot = change?.Invoke(snapshot) ?? snapshot;
        var plain = new GatewayOptions { Urls = ["http://127.0.0.1:0"], Snapshot = snapshot, Logging = _ => { }, Seeds = () => 1000 };
        var app = GatewayHost.Build(options?.Invoke(plain, snapshot) ?? plain);
        await app.StartAsync();
        var gateway = new TestGateway(app, engine);
        if (ready) await Wait.UntilAsync(gateway.IsReadyAsync, "the gateway is ready");
        return gateway;
    }

    public static GatewaySnapshot Snapshot(string engine) => new()
    {
        Service = "arithmetic",
        Model = "math",
        Engines = new EngineTargets { Runtime = "onnx", Fixed = [new EngineTarget(engine)] },
        AnswerFormat = new AnswerFormatSnapshot("LastNumber"),
        Tenants = [Free, Pro],
    };

    public static TenantSnapshot Free => new()
    {
        Name = "free",
        KeyHashes = [HashOf("rk-free")],
        Strategy = "SingleChain",
        Strategies = ["SingleChain"],
        Votes = new Bounded(1, 1),
        Stop = new StopSnapshot("None"),
        ReasoningTokens = new Bounded(24, 24),
        AnswerTokens = 8,
        DeadlineSeconds = 20,
        WhenSpent = "ForceAnswer",
        Price = new PriceSnapshot(0.50m, 2.00m, 4.00m),
    };

    public static TenantSnapshot Pro => Free with
    {
        Name = "pro",
        KeyHashes = [HashOf("rk-pro")],
        Strategy = "MajorityVote",
        Strategies = ["MajorityVote", "SingleChain"],
        Votes = new Bounded(5, 16),
        ReasoningTokens = new Bounded(96, 160),
    };

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public const string Ask = """{"model":"math","messages":[{"role":"user","content":"12+7*8-5="}]}""";

    public Task<HttpResponseMessage> PostAsync(string body, string? key = "rk-free", CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, "/v1/chat/completions", key, body, cancellation);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key, string? body = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public async Task<JsonElement> AnswerAsync(string body, string key = "rk-free")
    {
        using var response = await PostAsync(body, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    public async Task<string> MetricsAsync() => await Http.GetStringAsync("/metrics");

    public async Task<bool> IsReadyAsync()
    {
        using var response = await Http.GetAsync("/ready");
        return response.IsSuccessStatusCode;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        await Engine.DisposeAsync();
    }
}
