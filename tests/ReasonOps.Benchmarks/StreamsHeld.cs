using System.Net.Http.Headers;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.Benchmarks;

/// <summary>
/// Two thousand clients' streams through one gateway at once, each getting a token a second; and again, until the collector's heap has found its size, to see that no more is kept.
/// The gateway is a process of its own; clients and the engine's double are ours.
/// </summary>
internal static class StreamsHeld
{
    private const int Streams = 2000;
    private const int Waves = 4;

    /// <summary>A stream counts as held once it has read so many tokens.</summary>
    private const int Tokens = 5;
    private const string Key = "rk-bench";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var engine = await HeldEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(GatewaySnapshots.Of(engine.Url, GatewaySnapshots.Tenant(Key, tokens: 4096, deadlineSeconds: 600)));
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Url, "v1/"), Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        await new Wave(http, 1).RunAsync(engine, gateway);
        var idle = gateway.Memory();
        Wave[] waves = [.. Enumerable.Range(0, Waves).Select(_ => new Wave(http, Streams))];
        foreach (var wave in waves) await wave.RunAsync(engine, gateway);
        var (first, before, last) = (waves[0], waves[^2], waves[^1]);
        var each = FormattableString.Invariant($"{(first.Memory - idle) / Streams:0.000} MiB a stream ({idle:0} MiB idle, {first.Memory:0} MiB with all)");
        var growth = FormattableString.Invariant($"waves {string.Join(", ", waves.Select(wave => FormattableString.Invariant($"{wave.Memory:0}")))} MiB, the last {(last.Memory / before.Memory - 1) * 100:+0.0;-0.0} %");
        return
        [
            new("gateway.streams_held", waves.Min(wave => wave.Good), "streams", $"{Streams} at once",
                $"held at once and finished whole, in each of {Waves} waves; {each}; {growth}; {waves.Select(wave => wave.Failure).FirstOrDefault(failure => failure is not null) ?? "none failed"}"),
        ];
    }

    /// <summary>So many streams that are opened together, held, measured and let go.</summary>
    private sealed class Wave(HttpClient http, int streams)
    {
        private int _held;
        private int _failed;

        /// <summary>Streams that were held together and then finished whole.</summary>
        public int Good { get; private set; }

        /// <summary>The gateway's, in MiB, while all were held.</summary>
        public double Memory { get; private set; }

        public string? Failure { get; private set; }

        public async Task RunAsync(HeldEngine engine, GatewayProcess gateway)
        {
            using var late = new CancellationTokenSource(Patience);
            var reading = Enumerable.Range(0, streams).Select(_ => Task.Run(() => ReadAsync(late.Token))).ToList();
            while (Volatile.Read(ref _held) + Volatile.Read(ref _failed) < streams && !late.IsCancellationRequested) await Task.Delay(50);
            Memory = gateway.Memory();
            engine.Release();
            Good = (await Task.WhenAll(reading)).Count(whole => whole);
        }

        private async Task<bool> ReadAsync(CancellationToken cancellation)
        {
            var (thoughts, said, done) = (0, "", false);
            try
            {
                var request = new ChatRequest { Model = GatewaySnapshots.Model, Messages = [new ChatMessage { Role = "user", Content = "7*8=" }] };
                await foreach (var chunk in new OpenAiClient(http).StreamChatAsync(request, cancellation))
                {
                    if (chunk.Choices is not [var choice, ..]) continue;
                    if (choice.Delta?.Reasoning is not null && ++thoughts == Tokens) Interlocked.Increment(ref _held);
                    said += choice.Delta?.Content;
                    done |= choice.FinishReason == "stop";
                }
            }
            catch (Exception failure)
            {
                Failure ??= failure.Message;
                if (thoughts < Tokens) Interlocked.Increment(ref _failed);
            }
            return done && said == "56" && thoughts >= Tokens;
        }
    }
}
