using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ReasonOps.Telemetry.Metrics;

/// <summary><c>GET /metrics</c> in Prometheus' text: collected when asked, so there is one source of figures and no timer.</summary>
public sealed class MetricsText : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _collecting = new();

    /// <summary>All meters of the process with these names; <c>ReasonOps.*</c> takes all that begin so.</summary>
    public MetricsText(params string[] names)
        : this(builder => builder.AddMeter(names))
    {
    }

    /// <summary>This meter alone: meters are found by name in the whole process, and another server in it is none of ours.</summary>
    public MetricsText(Meter meter)
        : this(builder => builder.AddMeter(meter.Name)
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter) ? null : MetricStreamConfiguration.Drop))
    {
    }

    private MetricsText(Func<MeterProviderBuilder, MeterProviderBuilder> choose)
    {
        _reader = new BaseExportingMetricReader(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        _provider = choose(Sdk.CreateMeterProviderBuilder()).AddReader(_reader).Build();
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
