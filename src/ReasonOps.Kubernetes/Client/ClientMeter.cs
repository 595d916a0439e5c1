using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Every request that left, by verb, kind and status; label sets are as bounded as the kinds we use.</summary>
internal sealed class ClientMeter : IDisposable
{
    public const string Name = "ReasonOps.Kubernetes";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _unreadable;

    public ClientMeter()
    {
        Meter = new(Name);
        _requests = Meter.CreateCounter<long>(
            "reasonops.kubernetes.client.requests", "{request}", "Requests to the API server, tries counted singly");
        _duration = Meter.CreateHistogram(
            "reasonops.kubernetes.client.request.duration", "s", "Time to an answer's last byte; of a watch, to its first", advice: Seconds);
        _unreadable = Meter.CreateCounter<long>(
            "reasonops.kubernetes.client.unreadable", "{object}", "Objects left out since they do not fit their class");
    }

    public Meter Meter { get; }

    /// <param name="status">An HTTP status, or what kept an answer from coming.</param>
    public void Ended(ApiRequest request, string status, TimeSpan took)
    {
        var tags = new TagList { { "verb", Word(request.Verb) }, { "kind", request.Kind }, { "status", status } };
        if (request.Subresource is { } subresource) tags.Add("subresource", subresource);
        _requests.Add(1, tags);
        _duration.Record(took.TotalSeconds, new("verb", Word(request.Verb)), new("kind", request.Kind));
    }

    public void Unreadable(string kind) => _unreadable.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Dispose() => Meter.Dispose();

    public static string Word(Verb verb) => verb switch
    {
        Verb.Get => "get",
        Verb.List => "list",
        Verb.Watch => "watch",
        Verb.Create => "create",
        Verb.Replace => "update",
        Verb.Patch => "patch",
        Verb.Apply => "apply",
        Verb.Delete => "delete",
        _ => "raw",
    };
}
