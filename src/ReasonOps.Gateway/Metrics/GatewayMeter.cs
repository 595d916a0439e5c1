using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ReasonOps.Gateway.Metrics;

/// <summary>
/// The gateway's figures, named by OpenTelemetry's GenAI conventions where they have a name. Tenants, models and limits come
/// from the snapshot, so label sets are as bounded as it is; nothing a client sends becomes a label.
/// </summary>
internal sealed class GatewayMeter : IDisposable
{
    public const string Name = "ReasonOps.Gateway";

    private const string Tenant = "reasonops.tenant";

    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<int> _votes;
    private readonly Counter<long> _stops;
    private readonly Counter<long> _refusals;
    private readonly UpDownCounter<long> _running;
    private readonly Counter<long> _snapshots;
    private readonly Histogram<double> _queued;

    public GatewayMeter()
    {
        Meter = new Meter(Name);
        _duration = Meter.CreateHistogram(
            "gen_ai.server.request.duration", "s", "Time from a request's arrival to its end", advice: Buckets.Seconds);
        _firstToken = Meter.CreateHistogram(
            "gen_ai.server.time_to_first_token", "s", "Time from a streamed request's arrival to its first token", advice: Buckets.Seconds);
        _tokens = Meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Tokens of a request; wasted are those of chains that did not win", advice: Buckets.Tokens);
        _votes = Meter.CreateHistogram("reasonops.votes.cast", "{vote}", "Votes cast for an answer", advice: Buckets.Votes);
        _stops = Meter.CreateCounter<long>("reasonops.votes.stopped_early", "{answer}", "Answers decided before every vote was cast");
        _refusals = Meter.CreateCounter<long>("reasonops.limits.refused", "{request}", "Requests refused by a tenant's limit");
        _running = Meter.CreateUpDownCounter<long>("reasonops.chains.admitted", "{chain}", "Chains of the requests that run now");
        _snapshots = Meter.CreateCounter<long>("reasonops.snapshot.reads", "{snapshot}", "Changed snapshots, by whether they were taken");
        _queued = Meter.CreateHistogram("reasonops.queue.wait", "s", "Time that requests waited for room on the engines", advice: Buckets.Seconds);
    }

    public Meter Meter { get; }

    /// <param name="waiting">Requests that wait for room, by tenant.</param>
    public void Watch(Func<IEnumerable<(string Tenant, int Waiting)>> waiting) => Meter.CreateObservableGauge(
        "reasonops.queue.waiting",
        () => waiting().Select(flow => new Measurement<int>(flow.Waiting, new KeyValuePair<string, object?>(Tenant, flow.Tenant))),
        "{request}", "Requests that wait for room on the engines");

    /// <param name="shared">Whether limits hold over all gateways now.</param>
    public void WatchLimits(Func<bool> shared) => Meter.CreateObservableGauge(
        "reasonops.limits.shared", () => shared() ? 1 : 0, "1", "1: limits hold over all gateways; 0: the ledger's database is away and they are this gateway's alone");

    public void Queued(string tenant, TimeSpan waited) => _queued.Record(waited.TotalSeconds, new KeyValuePair<string, object?>(Tenant, tenant));

    /// <param name="status">HTTP status of a failure; null for an answer.</param>
    public void Ended(string tenant, string model, TimeSpan took, int? status)
    {
        var tags = new TagList { { Tenant, tenant }, { "gen_ai.operation.name", "chat" }, { "gen_ai.request.model", model } };
        if (status is { } failed) tags.Add("error.type", StatusText.Of(failed));
        _duration.Record(took.TotalSeconds, tags);
    }

    public void FirstToken(string tenant, string model, TimeSpan took) => _firstToken.Record(
        took.TotalSeconds, new(Tenant, tenant), new("gen_ai.operation.name", "chat"), new("gen_ai.request.model", model));

    /// <param name="type"><c>input</c>, <c>reasoning</c>, <c>answer</c> or <c>wasted</c>.</param>
    public void Tokens(string tenant, string model, string type, long count) => _tokens.Record(
        count, new(Tenant, tenant), new("gen_ai.token.type", type), new("gen_ai.request.model", model));

    public void Voted(string tenant, string strategy, int cast, string? stopped)
    {
        _votes.Record(cast, new(Tenant, tenant), new("reasonops.strategy", strategy));
        if (stopped is not null) _stops.Add(1, new(Tenant, tenant), new("reasonops.stop.rule", stopped));
    }

    public void Refused(string tenant, string limit) => _refusals.Add(1, new(Tenant, tenant), new("reasonops.limit", limit));

    public void Admitted(string tenant, int chains) => _running.Add(chains, new KeyValuePair<string, object?>(Tenant, tenant));

    public void SnapshotRead(bool taken) => _snapshots.Add(1, new KeyValuePair<string, object?>("result", taken ? "taken" : "refused"));

    public void Dispose() => Meter.Dispose();
}
