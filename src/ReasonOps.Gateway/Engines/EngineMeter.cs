using System.Diagnostics.Metrics;
using ReasonOps.Engines.Pool;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Snapshots;

namespace ReasonOps.Gateway.Engines;

/// <summary>Figures of every engine there is: as many label values as are listed.</summary>
internal sealed class EngineMeter
{
    public EngineMeter(GatewayMeter meter, ServingState state)
    {
        IEnumerable<Measurement<T>> Each<T>(Func<Engine, T> figure) where T : struct =>
            state.Current?.Engines.Engines.Select(engine => new Measurement<T>(figure(engine), new KeyValuePair<string, object?>("reasonops.engine", engine.Name))) ?? [];

        meter.Meter.CreateObservableGauge(
            "reasonops.engine.ready", () => Each(engine => engine.State == EngineState.Ready ? 1 : 0), "{engine}", "1 of an engine that gets new questions");
        meter.Meter.CreateObservableGauge(
            "reasonops.engine.suspect", () => Each(engine => engine.State == EngineState.Suspect ? 1 : 0), "{engine}", "1 of an engine that answers and is not trusted");
        meter.Meter.CreateObservableGauge(
            "reasonops.engine.disagreement", () => Each(engine => engine.Votes.Disagreement ?? 0), "1", "Share of an engine's votes that lost");
        meter.Meter.CreateObservableGauge(
            "reasonops.engine.predicted_tokens", () => Each(engine => engine.TokensInFlight), "{token}", "KV tokens that the chains in flight are predicted to come to");
    }
}
