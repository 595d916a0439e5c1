using System.Globalization;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Engines.Metrics;

/// <summary>An engine's own word on its load. What it does not say is null, never zero.</summary>
/// <param name="KvUsage">KV tokens in use over KV tokens that fit, 0..1; the mean over an engine's ranks.</param>
/// <param name="CapacityTokens">KV tokens that fit, over all ranks.</param>
public sealed record EngineLoad(double? KvUsage, int? Running, int? Waiting, long? CapacityTokens)
{
    /// <summary>Reads the text that <c>GET /metrics</c> answered.</summary>
    public static EngineLoad Read(string metrics, MetricNames names)
    {
        var samples = PrometheusSamples.Read(metrics).ToLookup(sample => sample.Name);
        var usage = names.KvUsage.Select(name => samples[name].ToList()).FirstOrDefault(found => found.Count > 0);
        return new EngineLoad(
            usage?.Average(sample => sample.Value),
            (int?)Sum(samples, names.Running),
            (int?)Sum(samples, names.Waiting),
            Sum(samples, names.CapacityTokens) ?? Blocks(samples, names.CacheConfig));
    }

    private static long? Sum(ILookup<string, PrometheusSample> samples, string? name) =>
        name is not null && samples[name].Any() ? (long)samples[name].Sum(sample => sample.Value) : null;

    private static long? Blocks(ILookup<string, PrometheusSample> samples, string? name)
    {
        if (name is null) return null;
        long? total = null;
        foreach (var sample in samples[name])
            if (Label(sample, "block_size") is { } size && Label(sample, "num_gpu_blocks") is { } blocks) total = (total ?? 0) + size * blocks;
        return total;
    }

    private static long? Label(PrometheusSample sample, string name) =>
        sample.Labels.TryGetValue(name, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
