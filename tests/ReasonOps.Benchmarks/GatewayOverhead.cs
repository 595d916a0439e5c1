using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Gateway;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.Benchmarks;

/// <summary>One chain asked of the engine directly and through the gateway, in turn: the same prompt, seed and limits, one request at a time.</summary>
internal static class GatewayOverhead
{
    private const int WarmUp = 300;
    private const int Rounds = 2000;

    /// <summary>More than the chain takes: greedy, it ends by itself, and is the same either way.</summary>
    private const int MaxTokens = 64;

    private const string Key = "rk-bench";

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var engine = new Engine(ModelFolder.Load(Path.Combine("config", "models", "arithmetic")), new EngineOptions(), TimeProvider.System, NullLogger<Engine>.Instance);
        await using var server = EngineServer.Build(engine, new EngineServerOptions("http://127.0.0.1:0", GatewaySnapshots.Model), TimeProvider.System, logging => logging.ClearProviders());
        await server.StartAsync();
        await using var gateway = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], Snapshot = GatewaySnapshots.Of(server.Urls.First(), GatewaySnapshots.Tenant(Key, MaxTokens, deadlineSeconds: 30)), Logging = logging => logging.ClearProviders() });
        await gateway.StartAsync();
        using var direct = Client(server.Urls.First());
        using var through = Client(gateway.Urls.First());
        var (a, b) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var (engineMs, gatewayMs) = (await AskAsync(direct), await AskAsync(through));
            if (round < WarmUp) continue;
            a.Add(engineMs);
            b.Add(gatewayMs);
        }
        return [Overhead("p50", 0.50), Overhead("p99", 0.99)];

        Row Overhead(string name, double share)
        {
            var (engineMs, gatewayMs) = (Percentile(a, share), Percentile(b, share));
            return new($"gateway.overhead_{name}_ms", gatewayMs - engineMs, "ms", "the engine asked directly",
                FormattableString.Invariant($"one greedy chain, {Rounds} pairs in turn; {gatewayMs:0.00} against {engineMs:0.00} ms, ratio {gatewayMs / engineMs:0.00}"));
        }
    }

    private static async Task<double> AskAsync(HttpClient client)
    {
        var request = new ChatRequest
        {
            Model = GatewaySnapshots.Model, Temperature = 0, Messages = [new ChatMessage { Role = "user", Content = "12+34=" }],
        };
        var start = Stopwatch.GetTimestamp();
        await new OpenAiClient(client).ChatAsync(request, CancellationToken.None);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static HttpClient Client(string url) => new()
    {
        BaseAddress = new Uri($"{url}/v1/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) },
    };

    private static double Percentile(IEnumerable<double> values, double share) => values.Order().ElementAt((int)(share * Rounds));
}
