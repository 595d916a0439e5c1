using System.Globalization;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Engines.Metrics;

/// <summary>An engine's own word on its load. What it does not say is null, never zero; so is what cannot be: an occupancy above 1, a count below 0.</summary>
/// <param name="KvUsage">KV tokens in use over KV tokens that fit, 0..1; the mean over an engine's ranks.</param>
/// <param name="CapacityTokens">KV tokens that fit, over all ranks.</param>
public sealed record EngineLoad(double? KvUsage, int? Running, int? Waiting, long? CapacityTokens)
{
    /// <summary>More than any accelerator will hold; what an engine says beyond it is no number of tokens.</summary>
    private const long MostTokens = 1L << 50;

    /// <summary>Reads the text that <c>GET /metrics</c> answered.</summary>
    public static EngineLoad Read(string metrics, MetricNames names)
    {
        var samples = PrometheusSamples.Read(metrics).ToLookup(sample => sample.Name);
        var usage = names.KvUsage.Select(name => samples[name].ToList()).FirstOrDefault(found => found.Count > 0);
        return new EngineLoad(
            usage?.TrueForAll(sample => sample.Value is >= 0 and <= 1) == true ? usage.Average(sample => sample.Value) : null,
            (int?)Sum(samples, names.Running, 0, int.MaxValue),
            (int?)Sum(samples, names.Waiting, 0, int.MaxValue),
            Sum(samples, names.CapacityTokens, 1, MostTokens) ?? Blocks(samples, names.CacheConfig));
    }

    /// <param name="least">That each of the values, and their sum, can be; so is <paramref name="most"/>.</param>
    private static long? Sum(ILookup<string, PrometheusSample> samples, string? name, long least, long most)
    {
        if (name is null || samples[name].ToList() is not { Count: > 0 } found || found.Any(sample => !(sample.Value >= least && sample.Value <= most))) return null;
        var sum = found.Sum(sample => sample.Value);
        return sum <= most ? (long)sum : null;
    }

    private static long? Blocks(ILookup<string, PrometheusSample> samples, string? name)
    {
        if (name is null) return null;
        long? total = null;
        foreach (var sample in samples[name])
            if (Label(sample, "block_size") is { } size && Label(sample, "num_gpu_blocks") is { } blocks) total = (total ?? 0) + size * blocks;
        return total is > 0 and <= MostTokens ? total : null;
    }

    private static long? Label(PrometheusSample sample, string name) =>
        sample.Labels.TryGetValue(name, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
