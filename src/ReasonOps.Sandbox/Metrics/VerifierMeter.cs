using System.Diagnostics;
using System.Diagnostics.Metrics;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Metrics;

/// <summary>
/// A verifier's figures, <c>reasonops_verifier_*</c> in Prometheus. Kinds, languages and verdicts come from tables, never from what a client
/// sends, so label sets are bounded.
/// </summary>
internal sealed class VerifierMeter : IDisposable
{
    public const string Name = "ReasonOps.Sandbox";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _ran;
    private readonly Histogram<double> _waited;

    /// <param name="pool">The pool's name, on every figure.</param>
    public VerifierMeter(string pool, IReadOnlyList<Lane> lanes)
    {
        Meter = new Meter(Name, null, [new("pool", pool)]);
        Gauge("reasonops.verifier.queue.depth", "Checks that wait for a place", lane => lane.Waiting);
        Gauge("reasonops.verifier.queue.limit", "Requests that may wait for a place", lane => lane.Seats);
        Gauge("reasonops.verifier.workers.busy", "Places in use", lane => lane.Busy);
        Gauge("reasonops.verifier.workers", "Places", lane => lane.Places);
        _verdicts = Meter.CreateCounter<long>("reasonops.verifier.verdicts", null, "Checks decided, and runs ended");
        _refused = Meter.CreateCounter<long>("reasonops.verifier.refused", null, "Requests not taken");
        _ran = Meter.CreateHistogram("reasonops.verifier.run.duration", "s", "Time a check held a place", advice: Seconds);
        _waited = Meter.CreateHistogram("reasonops.verifier.queue.duration", "s", "Time a check waited for a place", advice: Seconds);

        void Gauge(string name, string description, Func<Lane, int> value) => Meter.CreateObservableGauge(
            name, () => lanes.Select(lane => new Measurement<int>(value(lane), new KeyValuePair<string, object?>("lane", lane.Name))), null, description);
    }

    public Meter Meter { get; }

    /// <param name="kind"><c>math</c>, <c>exact</c>, <c>code</c>, <c>proof</c> or <c>run</c>.</param>
    /// <param name="language">Of the program or the proof; empty without one.</param>
    public void Decided(string kind, string language, Verdict verdict, TimeSpan waited, TimeSpan ran)
    {
        var tags = new TagList { { "kind", kind }, { "language", language } };
        _ran.Record(ran.TotalSeconds, tags);
        _waited.Record(waited.TotalSeconds, tags);
        tags.Add("verdict", verdict.ToString());
        _verdicts.Add(1, tags);
    }

    /// <param name="status">Of HTTP: 429 for a full queue, 503 while it drains or cannot isolate, 400, 401, 413 for what is wrong with a request.</param>
    public void Refused(int status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status));

    public void Dispose() => Meter.Dispose();
}
