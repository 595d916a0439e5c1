using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ReasonOps.Telemetry.Metrics;

/// <summary>Keeps the text of what the reader collects, one collection a scrape.</summary>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    public StringBuilder Text { get; } = new();

    public override ExportResult Export(in Batch<Metric> batch)
    {
        Text.Clear();
        foreach (var metric in batch) PrometheusText.Write(Text, metric);
        return ExportResult.Success;
    }
}
