using OpenTelemetry;
using OpenTelemetry.Metrics;
using ReasonOps.Gateway.Metrics;

namespace ReasonOps.Kubernetes.Health;

/// <summary>Figures for Prometheus, collected when asked.</summary>
internal sealed class MetricsText : IDisposable
{
    public const string ContentType = PrometheusText.ContentType;

    private readonly PrometheusExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _collecting = new();

    /// <param name="meters">Names; <c>ReasonOps.*</c> takes all that begin so.</param>
    public MetricsText(params string[] meters)
    {
        _reader = new(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(meters).AddReader(_reader).Build();
    }

    public string Scrape()
    {
        lock (_collecting)
        {
            _reader.Collect();
            return _exporter.Text.ToString();
        }
    }

    public void Dispose() => _provider.Dispose();
}
