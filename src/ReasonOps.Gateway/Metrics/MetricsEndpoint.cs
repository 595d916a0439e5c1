using System.Text;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ReasonOps.Gateway.Metrics;

/// <summary><c>GET /metrics</c>: collected when asked, so there is one source of figures and no timer.</summary>
internal sealed class MetricsEndpoint : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _collecting = new();

    public MetricsEndpoint(GatewayMeter meter)
    {
        _reader = new BaseExportingMetricReader(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(GatewayMeter.Name)
            // Meters are found by name in the whole process; another gateway in it is none of ours.
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter.Meter) ? null : MetricStreamConfiguration.Drop)
            .AddReader(_reader)
            .Build();
    }

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(Scrape(), Encoding.UTF8, context.RequestAborted);
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
