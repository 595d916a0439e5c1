using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Telemetry.Tests.Metrics;

public sealed class MetricsTextTests
{
    [Fact]
    public void A_counter_is_a_total_and_its_tags_are_labels()
    {
        using var meter = new Meter("ReasonOps.Tests.Counter");
        using var text = new MetricsText(meter);
        meter.CreateCounter<long>("reasonops.tests.runs", null, "Runs\nof it").Add(3, new("the.kind", "a\"b\\c\n"), new("n", 1));

        Assert.Equal("""
            # HELP reasonops_tests_runs_total Runs\nof it
            # TYPE reasonops_tests_runs_total counter
            reasonops_tests_runs_total{n="1",the_kind="a\"b\\c\n"} 3

            """, text.Scrape());
    }

    [Fact]
    public void Gauges_go_up_and_down_and_have_no_suffix()
    {
        using var meter = new Meter("ReasonOps.Tests.Gauge");
        using var text = new MetricsText(meter);
        var busy = meter.CreateUpDownCounter<long>("busy");
        busy.Add(3);
        busy.Add(-1);
        meter.CreateObservableGauge("share", () => 0.25);

        Assert.Contains("# TYPE busy gauge\nbusy 2\n", text.Scrape());
        Assert.Contains("# TYPE share gauge\nshare 0.25\n", text.Scrape());
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_seconds_are_in_its_name()
    {
        using var meter = new Meter("ReasonOps.Tests.Histogram");
        using var text = new MetricsText(meter);
        var took = meter.CreateHistogram("took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        foreach (var seconds in new[] { 0.25, 1, 4 }) took.Record(seconds);

        Assert.EndsWith("""
            # TYPE took_seconds histogram
            took_seconds_bucket{le="0.5"} 1
            took_seconds_bucket{le="2"} 2
            took_seconds_bucket{le="+Inf"} 3
            took_seconds_sum 5.25
            took_seconds_count 3

            """, text.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_meter_of_the_same_name_is_another_servers()
    {
        using var ours = new Meter("ReasonOps.Tests.Twice");
        using var theirs = new Meter("ReasonOps.Tests.Twice");
        using var text = new MetricsText(ours);
        ours.CreateCounter<long>("ours").Add(1);
        theirs.CreateCounter<long>("theirs").Add(1);

        Assert.Contains("ours_total 1", text.Scrape());
        Assert.DoesNotContain("theirs", text.Scrape());
    }

    [Fact]
    public void Names_may_end_in_a_star()
    {
        using var text = new MetricsText("ReasonOps.Tests.Starred.*");
        using var meter = new Meter("ReasonOps.Tests.Starred.One");
        meter.CreateCounter<long>("starred").Add(2);

        Assert.Contains("starred_total 2\n", text.Scrape());
    }

    [Fact]
    public async Task A_request_is_answered_with_the_figures_of_that_moment()
    {
        using var meter = new Meter("ReasonOps.Tests.Request");
        using var text = new MetricsText(meter);
        var counter = meter.CreateCounter<long>("scrapes");
        for (var scrape = 1; scrape <= 2; scrape++)
        {
            counter.Add(1);
            var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
            await text.HandleAsync(context);
            context.Response.Body.Position = 0;
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", context.Response.ContentType);
            Assert.EndsWith($"scrapes_total {scrape}\n", await new StreamReader(context.Response.Body).ReadToEndAsync(), StringComparison.Ordinal);
        }
    }
}
