using System.Net.Http.Headers;
using System.Text.Json;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>A gateway is killed under load, time and again; its ledger says what its engines were asked to think, to the token.</summary>
public sealed class KilledGatewayTests : IDisposable
{
    private const int Streams = 12;
    private const int Held = 25;
    private const int ExactKills = 4;
    private const int Kills = 16;
    private const string Key = "rk-me";

    private readonly Scratch _scratch = new();
    private readonly HttpClient _http = new() { Timeout = Wait.Limit };
    private long _heard;

    /// <summary>Tokens that clients have read.</summary>
    private long Heard => Interlocked.Read(ref _heard);

    [Fact]
    public async Task Every_token_that_it_was_sent_is_in_the_ledger_once_whenever_it_is_killed()
    {
        await using var engine = await CountingEngine.StartAsync();
        // Every other chain goes to its end, the rest stop where their clients have heard of every token.
        engine.Pace = (request, token, gone) => request % 2 == 0 && token == Held ? Task.Delay(Timeout.Infinite, gone) : Task.CompletedTask;
        for (var kills = 1; kills <= ExactKills; kills++)
        {
            await using var gateway = await StartAsync(engine);
            if (kills > 1) await SettledAsync(gateway.Endpoint, Streams * (kills - 1), engine.Sent);
            await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => HearAsync(gateway.Endpoint, Held)));
            await Wait.UntilAsync(async () => Number(await UsageAsync(gateway.Endpoint), "running") == Streams / 2, "half of the chains have ended");
            await gateway.Child.SignalAsync("KILL");
            await gateway.Child.EndAsync();
        }

        await using var last = await StartAsync(engine);
        var lost = await SettledAsync(last.Endpoint, Streams * ExactKills, engine.Sent);
        Assert.InRange(lost, 1, Streams * ExactKills / 2);
    }

    [Fact]
    public async Task Killed_at_any_moment_it_has_recorded_all_that_clients_heard_and_nothing_that_was_not_sent()
    {
        await using var engine = await CountingEngine.StartAsync();
        engine.Pace = (_, _, gone) => Task.Delay(5, gone);
        for (var kills = 0; kills < Kills; kills++)
        {
            await using var gateway = await StartAsync(engine);
            var (begun, told) = (engine.Sent, Heard);
            var clients = Enumerable.Range(0, Streams).Select(_ => HearAsync(gateway.Endpoint, int.MaxValue)).ToList();
            // Now as soon as engines speak, now while clients hear.
            await Wait.UntilAsync(() => Task.FromResult(engine.Sent > begun + 10 * kills && (kills % 2 == 0 || Heard > told + 5 * kills)), "chains are on their way");
            await gateway.Child.SignalAsync("KILL");
            await gateway.Child.EndAsync();
            await Task.WhenAll(clients);
        }

        await using var last = await StartAsync(engine);
        await Wait.UntilAsync(async () => Number(await UsageAsync(last.Endpoint), "running") == 0, "what was lost is settled");
        Assert.InRange(Completion(await UsageAsync(last.Endpoint)), Heard, engine.Sent);
        Assert.True(Heard > 0);
    }

    public void Dispose()
    {
        _http.Dispose();
        _scratch.Dispose();
    }

    /// <returns>How many requests were lost.</returns>
    private async Task<long> SettledAsync(string endpoint, int requests, long tokens)
    {
        await Wait.UntilAsync(async () => Number(await UsageAsync(endpoint), "running") == 0, "what was lost is settled");
        var sum = await UsageAsync(endpoint);
        Assert.Equal((requests, tokens), (Number(sum, "requests"), Completion(sum)));
        return Number(sum, "lost");
    }

    private async Task<JsonElement> UsageAsync(string endpoint)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}/usage?by=");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var response = await _http.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("data")[0];
    }

    private static long Completion(JsonElement sum)
    {
        var tokens = sum.GetProperty("tokens");
        return Number(tokens, "reasoning") + Number(tokens, "answer") + Number(tokens, "wasted");
    }

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    /// <summary>Reads a stream until it has heard so many tokens, its end, or its gateway's.</summary>
    private async Task<int> HearAsync(string endpoint, int tokens)
    {
        var heard = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint}/chat/completions")
            {
                Content = new StringContent($$"""{"model":"math","stream":true,"messages":[{"role":"user","content":"{{CountingEngine.Question}}"}]}"""),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
            // The connection stays open behind it: a client that goes away would end its chain.
            while (heard < tokens && await lines.ReadLineAsync() is { } line)
                if (line.Contains("\"reasoning\":\"", StringComparison.Ordinal) || line.Contains("\"content\":\"42\"", StringComparison.Ordinal))
                {
                    heard++;
                    Interlocked.Increment(ref _heard);
                }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
        }
        return heard;
    }

    private async Task<Running> StartAsync(CountingEngine engine)
    {
        var file = _scratch.Write("snapshot.json", System.Text.Encoding.UTF8.GetString(SnapshotJson.Write(Snapshot(engine.Url))));
        var child = Child.Start("gateway", "-s", file, "--url", "http://127.0.0.1:0", "--ledger", _scratch.PathOf("ledger"));
        return new Running(child, (await child.LineAsync(@"^gateway on (\S+)$")).Groups[1].Value);
    }

    private static GatewaySnapshot Snapshot(string engine) => new()
    {
        Service = "math",
        Model = "math",
        Engines = new EngineTargets { Runtime = "onnx", Fixed = [new EngineTarget(engine)] },
        AnswerFormat = new AnswerFormatSnapshot("LastNumber"),
        Tenants =
        [
            new TenantSnapshot
            {
                Name = "me", KeyHashes = [SnapshotBuilder.HashKey(Key)], Strategy = "SingleChain", Strategies = ["SingleChain"], Votes = new Bounded(1, 1),
                Stop = new StopSnapshot("None"), ReasoningTokens = new Bounded(100, 100), AnswerTokens = 8, DeadlineSeconds = 600, WhenSpent = "Truncate",
            },
        ],
    };

    private sealed record Running(Child Child, string Endpoint) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Child.DisposeAsync();
    }
}
