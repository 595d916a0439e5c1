using ReasonOps.Sandbox.Metrics;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Telemetry.Metrics;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Metrics;

public sealed class VerifierMeterTests
{
    [Fact]
    public async Task The_line_and_the_places_are_told_as_they_are_now()
    {
        var lane = new Lane("sandbox", places: 2, seats: 8, TimeProvider.System);
        using var meter = new VerifierMeter("pool-a", [lane]);
        using var text = new MetricsText(meter.Meter);
        using var a = await lane.EnterAsync(false, default);
        using var b = await lane.EnterAsync(false, default);
        var waiting = lane.EnterAsync(false, default);

        var scrape = text.Scrape();
        Assert.Contains("reasonops_verifier_queue_depth{lane=\"sandbox\"} 1\n", scrape);
        Assert.Contains("reasonops_verifier_queue_limit{lane=\"sandbox\"} 8\n", scrape);
        Assert.Contains("reasonops_verifier_workers_busy{lane=\"sandbox\"} 2\n", scrape);
        Assert.Contains("reasonops_verifier_workers{lane=\"sandbox\"} 2\n", scrape);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public void Verdicts_are_counted_by_kind_and_language_and_waiting_is_apart_from_running()
    {
        using var meter = new VerifierMeter("pool-a", []);
        using var text = new MetricsText(meter.Meter);
        meter.Decided("code", "python", Verdict.Accepted, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.02));
        meter.Decided("code", "python", Verdict.TimeLimit, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        meter.Refused(429);

        var scrape = text.Scrape();
        Assert.Contains("reasonops_verifier_verdicts_total{kind=\"code\",language=\"python\",verdict=\"TimeLimit\"} 1\n", scrape);
        Assert.Contains("reasonops_verifier_run_duration_seconds_sum{kind=\"code\",language=\"python\"} 2.02\n", scrape);
        Assert.Contains("reasonops_verifier_queue_duration_seconds_sum{kind=\"code\",language=\"python\"} 3\n", scrape);
        Assert.Contains("reasonops_verifier_refused_total{status=\"429\"} 1\n", scrape);
    }
}
