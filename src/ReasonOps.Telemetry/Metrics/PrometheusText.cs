using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ReasonOps.Telemetry.Metrics;

/// <summary>Prometheus' text exposition format 0.0.4, with OpenTelemetry's rules for names and units; its own exporter cannot be restored.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Write(StringBuilder text, Metric metric)
    {
        var name = NameOf(metric);
        text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(metric.MetricType)).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints()) WritePoint(text, name, metric.MetricType, in point);
    }

    private static void WritePoint(StringBuilder text, string name, MetricType type, in MetricPoint point)
    {
        if (type == MetricType.Histogram) WriteHistogram(text, name, in point);
        else WriteSample(text, name, point.Tags, null, ValueOf(type, in point));
    }

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            WriteSample(text, name + "_bucket", point.Tags, Number(bucket.ExplicitBound), below);
        }
        WriteSample(text, name + "_sum", point.Tags, null, point.GetHistogramSum());
        WriteSample(text, name + "_count", point.Tags, null, point.GetHistogramCount());
    }

    private static void WriteSample(StringBuilder text, string name, ReadOnlyTagCollection tags, string? bound, double value)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (key, label) in tags)
        {
            text.Append(separator).Append(Safe(key)).Append("=\"").Append(Escaped(label?.ToString() ?? "")).Append('"');
            separator = ',';
        }
        if (bound is not null)
        {
            text.Append(separator).Append("le=\"").Append(bound).Append('"');
            separator = ',';
        }
        if (separator == ',') text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        _ => "gauge",
    };

    private static string NameOf(Metric metric)
    {
        var name = Safe(metric.Name);
        if (metric.Unit == "s") name += "_seconds";
        return TypeOf(metric.MetricType) == "counter" ? name + "_total" : name;
    }

    private static string Safe(string name) => name.Replace('.', '_').Replace('-', '_');

    private static string Escaped(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
