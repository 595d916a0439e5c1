using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Sampling;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Benchmarks;

/// <summary>
/// Sixteen chains of one 512-token prompt, as one request that shares it and as sixteen requests that do not
/// (each prompt differs in its first token, so that the prefix cache finds nothing).
/// </summary>
internal static class SharedPrefix
{
    private const int Chains = 16;
    private const int PromptTokens = 512;
    private const int NewTokens = 32;
    private const int Rounds = 5;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var model = ModelFolder.Load(Path.Combine("artifacts", "models", "25m"));
        var (shared, independent) = (new List<Measured>(), new List<Measured>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (a, b) = (await MeasureAsync(model, [Request(0, Chains)]), await MeasureAsync(model, [.. Enumerable.Range(0, Chains).Select(i => Request(i, 1))]));
            if (round == 0) continue; // warm-up
            shared.Add(a);
            independent.Add(b);
        }
        var tokens = Chains * (NewTokens - 1);
        var decode = Median(shared.Select(run => run.Decode.TotalSeconds));
        var rates = $"medians of {Rounds}: {tokens / decode:0} against {tokens / Median(independent.Select(run => run.Decode.TotalSeconds)):0} tokens/s";
        const string Against = "16 independent requests";
        const string Setting = "n=16, 512-token prompt, 32-token chains, 25M random parameters";
        return
        [
            new("engine.shared_prefix_kv_ratio", (double)shared[0].PeakTokens / independent[0].PeakTokens, "ratio", Against,
                $"{Setting}; {shared[0].PeakTokens} against {independent[0].PeakTokens} KV tokens"),
            new("engine.shared_prefix_time_ratio", Ratio(run => run.Decode), "ratio", Against, $"decode alone, {rates}"),
            new("engine.shared_prefix_total_time_ratio", Ratio(run => run.Total), "ratio", Against, "prompts, one by one, and decode"),
        ];

        double Ratio(Func<Measured, TimeSpan> of) => Median(shared.Zip(independent, (a, b) => of(a) / of(b)));
    }

    /// <summary>Prompts first, one by one; then all chains at once on the cached prompts, so that decode is decode alone.</summary>
    private static async Task<Measured> MeasureAsync(ModelFolder model, IReadOnlyList<GenerationRequest> requests)
    {
        var options = new EngineOptions(KeyValueTokens: 16384) { Decoder = new DecoderOptions(Threads: 0) };
        await using var engine = new Engine(model, options, TimeProvider.System, NullLogger<Engine>.Instance);
        var start = Stopwatch.GetTimestamp();
        foreach (var request in requests) await ReadAsync(engine.Submit(request with { Count = 1, MaxTokens = 1 }));
        var firsts = await Task.WhenAll([.. requests.Select(engine.Submit).Select(ReadAsync)]);
        var end = Stopwatch.GetTimestamp();
        return new Measured(Stopwatch.GetElapsedTime(firsts.Max(), end), Stopwatch.GetElapsedTime(start, end), engine.Metrics.PeakTokens);
    }

    /// <summary>Reads to the end; returns when the first step came.</summary>
    private static async Task<long> ReadAsync(Generation generation)
    {
        await generation.Steps.WaitToReadAsync();
        var first = Stopwatch.GetTimestamp();
        await foreach (var _ in generation.Steps.ReadAllAsync())
        {
        }
        return first;
    }

    private static GenerationRequest Request(int index, int count) => new()
    {
        Prompt = [3 + index % 14, .. Enumerable.Range(index / 14, PromptTokens - 1).Select(i => 3 + i % 10)],
        Count = count,
        Seed = index,
        Sampling = new SamplingOptions(),
        MaxTokens = NewTokens,
        IgnoreEnd = true,
        Phase = ChainPhase.Plain,
    };

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private sealed record Measured(TimeSpan Decode, TimeSpan Total, int PeakTokens);
}
