using System.Diagnostics.Metrics;
using System.Globalization;
using ReasonOps.Capacity.Forecasts;
using ReasonOps.Engines.Pool;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Snapshots;

namespace ReasonOps.Gateway.Forecasts;

/// <summary>The forecast as gauges, for who scales the engines.</summary>
internal sealed class ForecastMeter
{
    public ForecastMeter(GatewayMeter meter, LiveDemand demand, ServingState state)
    {
        var gauges = meter.Meter;
        gauges.CreateObservableGauge(ForecastNames.KvTokens, () => demand.Current.Forecast.Horizons.SelectMany(Parts), "{token}", "KV tokens expected to be held, so many seconds ahead");
        gauges.CreateObservableGauge(ForecastNames.WaitingTokens, () => demand.Current.Forecast.WaitingTokens, "{token}", "KV tokens that requests which wait are expected to come to");
        gauges.CreateObservableGauge(ForecastNames.WaitingRequests, () => demand.Current.Forecast.WaitingRequests, "{request}", "Requests that wait for room, or for an engine");
        gauges.CreateObservableGauge(ForecastNames.LiveChains, () => demand.Current.Forecast.LiveChains, "{chain}", "Chains that run");
        gauges.CreateObservableGauge(ForecastNames.ClosedLoopChains, () => demand.Current.Forecast.ClosedLoopChains, "{chain}", "Chains that run of tenants of priority Batch, which take what is left");
        gauges.CreateObservableGauge(ForecastNames.ClosedLoopTokens, () => demand.Current.Forecast.ClosedLoopTokens, "{token}", "KV tokens that those hold now");
        gauges.CreateObservableGauge(ForecastNames.TokensPerSecond, () => demand.Current.Forecast.TokensPerSecond, "{token}", "Tokens a second that engines have to compute");
        gauges.CreateObservableGauge(ForecastNames.Rest, () => Rest(demand.Current, state.Current?.Engines.Engines ?? []), "s", "Until the last chain that an engine draws for this gateway is expected to end");
    }

    private static IEnumerable<Measurement<double>> Parts(HorizonDemand demand)
    {
        var horizon = new KeyValuePair<string, object?>(ForecastNames.Horizon, demand.Ahead.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
        yield return new(demand.RunningTokens, horizon, new(ForecastNames.Part, ForecastNames.Running));
        yield return new(demand.ArrivingTokens, horizon, new(ForecastNames.Part, ForecastNames.Arriving));
    }

    private static IEnumerable<Measurement<double>> Rest(Outlook outlook, IReadOnlyList<Engine> engines) => engines
        .Select(engine => new Measurement<double>(outlook.Rest.GetValueOrDefault(engine).TotalSeconds, new KeyValuePair<string, object?>(ForecastNames.Engine, engine.Name)));
}
