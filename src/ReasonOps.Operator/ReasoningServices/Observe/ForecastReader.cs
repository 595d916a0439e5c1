using System.Globalization;
using ReasonOps.Capacity.Forecasts;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>A gateway's forecast as its <c>/metrics</c> tell it, and what several of them come to together.</summary>
internal static class ForecastReader
{
    /// <summary>More than any service holds; what is said beyond it is no number of tokens.</summary>
    private const double Most = 1L << 50;

    /// <returns>Null where a figure that is needed is missing, or cannot be.</returns>
    public static GatewayWord? Read(string metrics)
    {
        var samples = PrometheusSamples.Read(metrics).ToLookup(sample => sample.Name);
        return Forecast(samples) is { } forecast ? new(forecast, Rest(samples[Exported(ForecastNames.Rest) + "_seconds"])) : null;
    }

    private static DemandForecast? Forecast(ILookup<string, PrometheusSample> samples)
    {
        var horizons = DemandForecast.Seconds.Select(seconds => Horizon(samples[Exported(ForecastNames.KvTokens)], seconds)).OfType<HorizonDemand>().ToArray();
        return horizons is [{ Ahead.Ticks: 0 }, ..]
            && One(samples, ForecastNames.LiveChains) is { } live && One(samples, ForecastNames.WaitingRequests) is { } waiting
            && One(samples, ForecastNames.WaitingTokens) is { } tokens
            ? new((int)Math.Min(live, int.MaxValue), (int)Math.Min(waiting, int.MaxValue), tokens, horizons)
            {
                ClosedLoopChains = (int)Math.Min(One(samples, ForecastNames.ClosedLoopChains) ?? 0, int.MaxValue),
                ClosedLoopTokens = One(samples, ForecastNames.ClosedLoopTokens) ?? 0,
                TokensPerSecond = One(samples, ForecastNames.TokensPerSecond) ?? 0,
            }
            : null;
    }

    /// <summary>Gateways share the requests evenly, so those that are silent are taken to hold as much as the others.</summary>
    /// <param name="told">By those that told.</param>
    /// <param name="gateways">That are ready.</param>
    /// <returns>Null where none told.</returns>
    public static DemandForecast? Sum(IReadOnlyList<DemandForecast> told, int gateways)
    {
        if (told.Count == 0) return null;
        var whole = (double)Math.Max(gateways, told.Count) / told.Count;
        return new(
            (int)Math.Ceiling(whole * told.Sum(each => (double)each.LiveChains)),
            (int)Math.Ceiling(whole * told.Sum(each => (double)each.WaitingRequests)),
            whole * told.Sum(each => each.WaitingTokens),
            [.. DemandForecast.Seconds.Select(seconds => Sum(told, TimeSpan.FromSeconds(seconds), whole))])
        {
            ClosedLoopChains = (int)Math.Ceiling(whole * told.Sum(each => (double)each.ClosedLoopChains)),
            ClosedLoopTokens = whole * told.Sum(each => each.ClosedLoopTokens),
            TokensPerSecond = whole * told.Sum(each => each.TokensPerSecond),
        };
    }

    private static HorizonDemand Sum(IReadOnlyList<DemandForecast> told, TimeSpan ahead, double whole)
    {
        var each = told.Select(forecast => forecast.At(ahead)).ToArray();
        return new(ahead, whole * each.Sum(demand => demand.RunningTokens), whole * each.Sum(demand => demand.ArrivingTokens));
    }

    private static HorizonDemand? Horizon(IEnumerable<PrometheusSample> samples, int seconds)
    {
        var said = samples.Where(sample => sample.Labels.GetValueOrDefault(ForecastNames.Horizon) == seconds.ToString(CultureInfo.InvariantCulture)).ToArray();
        return Part(said, ForecastNames.Running) is { } running && Part(said, ForecastNames.Arriving) is { } arriving
            ? new(TimeSpan.FromSeconds(seconds), running, arriving)
            : null;
    }

    private static Dictionary<string, TimeSpan> Rest(IEnumerable<PrometheusSample> samples)
    {
        var rest = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var sample in samples)
            if (sample.Labels.GetValueOrDefault(ForecastNames.Engine) is { } engine && sample.Value is >= 0 and <= 1e6) rest[engine] = TimeSpan.FromSeconds(sample.Value);
        return rest;
    }

    private static double? Part(PrometheusSample[] said, string part) => One(said.Where(sample => sample.Labels.GetValueOrDefault(ForecastNames.Part) == part));

    private static double? One(ILookup<string, PrometheusSample> samples, string name) => One(samples[Exported(name)]);

    private static double? One(IEnumerable<PrometheusSample> samples) => samples.ToArray() is [{ Value: >= 0 and <= Most } only] ? only.Value : null;

    private static string Exported(string name) => name.Replace('.', '_');
}

/// <summary>What one gateway tells.</summary>
/// <param name="Rest">Until the last chain is expected to end that an engine draws for it; by the engine's host and port.</param>
internal sealed record GatewayWord(DemandForecast Forecast, IReadOnlyDictionary<string, TimeSpan> Rest);
