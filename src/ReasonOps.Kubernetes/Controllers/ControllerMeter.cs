using System.Diagnostics;
using System.Diagnostics.Metrics;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Queues;

namespace ReasonOps.Kubernetes.Controllers;

/// <summary>Figures and spans of one controller's passes.</summary>
internal sealed class ControllerMeter : IDisposable
{
    public const string Name = "ReasonOps.Kubernetes";

    private static readonly ActivitySource Source = new(Name);
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private readonly Meter _meter = new(Name);
    private readonly KeyValuePair<string, object?> _controller;
    private readonly Counter<long> _passes;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _waited;
    private readonly Counter<long> _retries;

    public ControllerMeter(string controller, WorkQueue<ObjectKey> queue)
    {
        _controller = new("controller", controller);
        _passes = _meter.CreateCounter<long>("reasonops.controller.reconciles", "{pass}", "Passes over an object, by how they ended");
        _duration = _meter.CreateHistogram("reasonops.controller.reconcile.duration", "s", "Time of a pass", advice: Seconds);
        _waited = _meter.CreateHistogram(
            "reasonops.controller.queue.wait", "s", "Time from an object's first cause for a pass to its beginning", advice: Seconds);
        _retries = _meter.CreateCounter<long>("reasonops.controller.retries", "{pass}", "Passes that failed and are tried again");
        _meter.CreateObservableGauge("reasonops.controller.queue.depth", () => Of(queue.Count), "{object}", "Objects that wait for a pass");
        _meter.CreateObservableGauge("reasonops.controller.queue.delayed", () => Of(queue.Delayed), "{object}", "Objects that get a pass later");
        _meter.CreateObservableGauge(
            "reasonops.controller.queue.oldest", () => Of(queue.OldestWaiting.TotalSeconds), "s", "How long the first of those that wait has waited");
    }

    public Meter Meter => _meter;

    public Activity? StartPass(ObjectKey key)
    {
        var span = Source.StartActivity("reconcile");
        span?.SetTag("controller", _controller.Value).SetTag("k8s.namespace.name", key.Namespace).SetTag("k8s.object.name", key.Name);
        return span;
    }

    public void Began(TimeSpan waited) => _waited.Record(waited.TotalSeconds, _controller);

    /// <param name="result"><c>success</c>, <c>error</c> or <c>timeout</c>.</param>
    public void Ended(string result, TimeSpan took)
    {
        _passes.Add(1, _controller, new("result", result));
        _duration.Record(took.TotalSeconds, _controller);
    }

    public void Retried() => _retries.Add(1, _controller);

    public void Dispose() => _meter.Dispose();

    private Measurement<T> Of<T>(T value) where T : struct => new(value, _controller);
}
