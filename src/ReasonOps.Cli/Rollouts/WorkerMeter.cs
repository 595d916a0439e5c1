using System.Diagnostics.Metrics;
using ReasonOps.Api.RolloutJobs;

namespace ReasonOps.Cli.Rollouts;

/// <summary>A worker's report as <see cref="RolloutMetricNames"/>, read when it is asked for.</summary>
internal sealed class WorkerMeter : IDisposable
{
    private readonly Meter _meter = new("ReasonOps.Rollouts");

    public WorkerMeter(Func<RolloutReport> report)
    {
        _meter.CreateObservableGauge("reasonops.rollouts.problems", () => Problems(report()), "{problem}",
            "Problems of the partition: total, settled, and of these quarantined; invalid are lines that are none");
        Count("final", report, now => now.Rollouts, "Rollouts that are final, those before a restart too");
        Count("right", report, now => now.Right, "Of these right, after their revisions");
        Count("wrong", report, now => now.Wrong, "Of these wrong, after their revisions");
        Count("kept", report, now => now.Kept, "Of these kept, of settled problems");
        _meter.CreateObservableCounter("reasonops.rollouts.tokens",
            () => new[] { Of(report().Forward, "direction", "forward"), Of(report().Backward, "direction", "backward") }, "{token}",
            "forward: drawn, and prompts that were read; backward: of kept chains");
        _meter.CreateObservableGauge("reasonops.rollouts.tokens.per.second", () => report().TokensPerSecond, "{token}", "Tokens forward a second, over the last minute");
        _meter.CreateObservableGauge("reasonops.rollouts.per.second", () => report().RolloutsPerSecond, "{rollout}", "Rollouts a second, over the last minute");
        _meter.CreateObservableGauge("reasonops.rollouts.pass.sum", () => report().PassAt.Select(pass => Of(pass.Sum, "k", pass.K)), "{problem}",
            "The unbiased estimate of a right answer among k rollouts, summed over problems");
        _meter.CreateObservableGauge("reasonops.rollouts.pass.problems", () => report().PassAt.Select(pass => Of(pass.Problems, "k", pass.K)), "{problem}",
            "Problems with at least k decided rollouts");
    }

    public void Dispose() => _meter.Dispose();

    private void Count(string name, Func<RolloutReport> report, Func<RolloutReport, long> figure, string description) =>
        _meter.CreateObservableCounter($"reasonops.rollouts.{name}", () => figure(report()), "{rollout}", description);

    private static Measurement<long>[] Problems(RolloutReport report) =>
    [
        Of(report.Problems, "state", "total"), Of(report.Settled, "state", "settled"), Of(report.Quarantined, "state", "quarantined"), Of(report.Invalid, "state", "invalid"),
    ];

    private static Measurement<T> Of<T>(T value, string label, object text)
        where T : struct => new(value, new KeyValuePair<string, object?>(label, text));
}
