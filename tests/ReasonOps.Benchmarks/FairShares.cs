using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Gateway;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.Benchmarks;

/// <summary>Two tenants with shares of 3 and 1, each with more requests at all times than one embedded engine takes: how many tokens each was served.</summary>
internal static class FairShares
{
    private const double Wanted = 3;
    private const int KeyValueTokens = 1024;
    private const int MaxTokens = 64;

    /// <summary>Of each tenant at once: several times what the engine holds.</summary>
    private const int Clients = 96;
    private const int WarmUp = 200;
    private const int Requests = 2000;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var engine = new Engine(
            ModelFolder.Load(Path.Combine("config", "models", "arithmetic")), new EngineOptions(KeyValueTokens), TimeProvider.System, NullLogger<Engine>.Instance);
        await using var server = EngineServer.Build(engine, new EngineServerOptions("http://127.0.0.1:0", GatewaySnapshots.Model), TimeProvider.System, logging => logging.ClearProviders());
        await server.StartAsync();
        var three = GatewaySnapshots.Tenant("rk-three", MaxTokens, 600) with { Share = (int)Wanted };
        var snapshot = GatewaySnapshots.Of(server.Urls.First(), three, GatewaySnapshots.Tenant("rk-one", MaxTokens, 600));
        snapshot = snapshot with { Engines = snapshot.Engines with { KeyValueTokens = KeyValueTokens } };
        await using var gateway = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], Snapshot = snapshot, Logging = logging => logging.ClearProviders() });
        await gateway.StartAsync();
        var served = await ServeAsync(new Uri(gateway.Urls.First() + "/v1"));
        var ratio = (double)served["rk-three"] / served["rk-one"];
        return
        [
            new("fairness.error", Math.Abs(ratio / Wanted - 1) * 100, "%", "3:1 within 5 %",
                FormattableString.Invariant($"{served["rk-three"]} and {served["rk-one"]} tokens served, {ratio:0.000}:1, over {Requests} requests; {Clients} clients of each on {KeyValueTokens} KV tokens")),
        ];
    }

    /// <returns>Tokens of each tenant between the end of the warm-up and the end, prompts and all chains.</returns>
    private static async Task<Dictionary<string, long>> ServeAsync(Uri url)
    {
        using var enough = new CancellationTokenSource();
        var meter = new Meter(enough);
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await Task.WhenAll(meter.Served.Keys.SelectMany(key => Enumerable.Range(0, Clients).Select(client => Task.Run(() => AskAsync(new OpenAiClient(http, url, key), key, client)))));
        return meter.Served;

        async Task AskAsync(OpenAiClient asker, string key, int client)
        {
            for (var i = client; !enough.IsCancellationRequested; i++)
            {
                var request = new ChatRequest { Model = GatewaySnapshots.Model, Messages = [new ChatMessage { Role = "user", Content = FormattableString.Invariant($"{11 + i % 80}+{7 + i % 90}*{2 + i % 7}=") }] };
                try
                {
                    var answer = await asker.ChatAsync(request, enough.Token);
                    meter.Add(key, answer.Usage!.PromptTokens + answer.Reasonops!.Tokens!.Spent);
                }
                catch (OperationCanceledException) when (enough.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private sealed class Meter(CancellationTokenSource enough)
    {
        private int _requests;

        public Dictionary<string, long> Served { get; } = new() { ["rk-three"] = 0, ["rk-one"] = 0 };

        public void Add(string tenant, long tokens)
        {
            lock (Served)
            {
                if (enough.IsCancellationRequested || ++_requests <= WarmUp) return;
                Served[tenant] += tokens;
                if (_requests == WarmUp + Requests) enough.Cancel();
            }
        }
    }
}
