using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ReasonOps.Kubernetes.Client;

namespace ReasonOps.Kubernetes.Tests.Client;

/// <summary>What one client counted.</summary>
internal sealed class ClientFigures : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _heard = new();

    public ClientFigures(KubernetesClient client)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == client.Meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _heard.Enqueue((instrument.Name, value, Tags(tags))));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _heard.Enqueue((instrument.Name, value, Tags(tags))));
        _listener.Start();
    }

    public double Requests(string verb, string kind, string status, string? subresource = null) => Sum("reasonops.kubernetes.client.requests",
        tags => (string?)tags["verb"] == verb && (string?)tags["kind"] == kind && (string?)tags["status"] == status
            && (string?)tags.GetValueOrDefault("subresource") == subresource);

    public double Unreadable(string kind) => Sum("reasonops.kubernetes.client.unreadable", tags => (string?)tags["kind"] == kind);

    public int Durations(string verb) => _heard.Count(heard => heard.Instrument == "reasonops.kubernetes.client.request.duration" && (string?)heard.Tags["verb"] == verb);

    public void Dispose() => _listener.Dispose();

    private double Sum(string instrument, Func<Dictionary<string, object?>, bool> of) =>
        _heard.Where(heard => heard.Instrument == instrument && of(heard.Tags)).Sum(heard => heard.Value);

    private static Dictionary<string, object?> Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());
}
