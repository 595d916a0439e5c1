using System.Diagnostics.Metrics;

namespace ReasonOps.Kubernetes.Events;

internal sealed class EventMeter : IDisposable
{
    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;

    public EventMeter()
    {
        _written = Meter.CreateCounter<long>("reasonops.events.written", "{event}", "Events created or counted up");
        _dropped = Meter.CreateCounter<long>("reasonops.events.dropped", "{event}", "Events that were not written, by reason");
    }

    public Meter Meter { get; } = new("ReasonOps.Kubernetes");

    public void Written() => _written.Add(1);

    /// <param name="reason"><c>full</c>, <c>limited</c> or <c>failed</c>.</param>
    public void Dropped(string reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => Meter.Dispose();
}
