using System.Globalization;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>A worker's figures. What cannot be is taken for as much as can: a worker is a pod that its user may have changed.</summary>
internal static class ReportReader
{
    private const double Most = 1e15;

    /// <summary>Out of <c>/metrics</c>; null where it tells none.</summary>
    public static RolloutReport? Read(string text)
    {
        var samples = PrometheusSamples.Read(text).ToLookup(sample => sample.Name);
        if (!samples[RolloutMetricNames.Problems].Any()) return null;
        return Sane(new()
        {
            All = One(samples, RolloutMetricNames.Problems, "state", "all"),
            Problems = One(samples, RolloutMetricNames.Problems, "state", "total"),
            Settled = One(samples, RolloutMetricNames.Problems, "state", "settled"),
            Quarantined = One(samples, RolloutMetricNames.Problems, "state", "quarantined"),
            Invalid = One(samples, RolloutMetricNames.Problems, "state", "invalid"),
            Rollouts = One(samples, RolloutMetricNames.Final),
            Right = One(samples, RolloutMetricNames.Right),
            Wrong = One(samples, RolloutMetricNames.Wrong),
            Kept = One(samples, RolloutMetricNames.Kept),
            Forward = One(samples, RolloutMetricNames.Tokens, "direction", "forward"),
            Backward = One(samples, RolloutMetricNames.Tokens, "direction", "backward"),
            TokensPerSecond = Value(samples[RolloutMetricNames.TokensPerSecond]),
            RolloutsPerSecond = Value(samples[RolloutMetricNames.RolloutsPerSecond]),
            PassAt = [.. samples[RolloutMetricNames.PassSum].Select(sample => Pass(sample, samples)).OfType<PassReport>().DistinctBy(pass => pass.K).Take(64)],
        });
    }

    /// <summary>Parts are no more than wholes, and nothing is below 0.</summary>
    public static RolloutReport Sane(RolloutReport told)
    {
        var (problems, rollouts) = (Whole(told.Problems), Whole(told.Rollouts));
        var settled = Math.Min(Whole(told.Settled), problems);
        var right = Math.Min(Whole(told.Right), rollouts);
        return told with
        {
            All = Math.Max(Whole(told.All), problems),
            Problems = problems,
            Settled = settled,
            Quarantined = Math.Min(Whole(told.Quarantined), settled),
            Invalid = Math.Min(Whole(told.Invalid), problems - settled),
            Rollouts = rollouts,
            Right = right,
            Wrong = Math.Min(Whole(told.Wrong), rollouts - right),
            Kept = Math.Min(Whole(told.Kept), rollouts),
            Forward = Whole(told.Forward),
            Backward = Whole(told.Backward),
            TokensPerSecond = Rate(told.TokensPerSecond),
            RolloutsPerSecond = Rate(told.RolloutsPerSecond),
            PassAt = [.. told.PassAt.Where(pass => pass is { K: > 0, Problems: > 0 } && pass.Sum >= 0 && pass.Sum <= pass.Problems && pass.Problems <= settled)],
        };
    }

    private static PassReport? Pass(PrometheusSample sum, ILookup<string, PrometheusSample> samples) =>
        sum.Labels.GetValueOrDefault("k") is { } k && int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out var rollouts)
            ? new(rollouts, sum.Value, One(samples, RolloutMetricNames.PassProblems, "k", k))
            : null;

    private static long One(ILookup<string, PrometheusSample> samples, string name, string? label = null, string? value = null) =>
        (long)Value(samples[name].Where(sample => label is null || sample.Labels.GetValueOrDefault(label) == value));

    private static double Value(IEnumerable<PrometheusSample> samples) => Math.Clamp(samples.FirstOrDefault()?.Value ?? 0, 0, Most);

    private static long Whole(long told) => Math.Clamp(told, 0, (long)Most);

    private static double Rate(double told) => double.IsFinite(told) ? Math.Clamp(told, 0, Most) : 0;
}
