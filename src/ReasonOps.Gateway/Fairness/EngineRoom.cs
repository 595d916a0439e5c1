using ReasonOps.Engines.Pool;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Fairness;

/// <summary>The room that the engines have for this gateway's requests, shared out fairly.</summary>
internal sealed class EngineRoom : IDisposable
{
    /// <summary>A request that its tenant lets run longer still waits no longer than this for its start.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly ServingState _state;
    private readonly FairQueue _queue;
    private readonly GatewayMeter _meter;
    private readonly TimeProvider _time;

    public EngineRoom(ServingState state, GatewayMeter meter, TimeProvider time)
    {
        _queue = new FairQueue(() => TokensOf(state.Current), time);
        (_state, _meter, _time) = (state, meter, time);
        meter.Watch(() => _queue.Waiting);
    }

    /// <param name="most">Tokens the request can spend.</param>
    /// <exception cref="ApiException">429 or 503: there was none in time.</exception>
    public async Task<Place> EnterAsync(Tenant tenant, RequestPlan plan, long most, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        var patience = plan.Deadline < LongestWait || Holds(_state.Current) ? plan.Deadline : LongestWait;
        var priority = Enum.Parse<Priority>(tenant.Policy.Priority);
        try
        {
            return await _queue.EnterAsync(new FairRequest(tenant.Name, tenant.Policy.Share, priority, most, patience), cancellation);
        }
        finally
        {
            _meter.Queued(tenant.Name, _time.GetElapsedTime(began));
        }
    }

    public void Dispose() => _queue.Dispose();

    /// <summary>No engine answers, and one comes because requests wait.</summary>
    private static bool Holds(Serving? serving) => serving is { Snapshot.Engines.Holds: true, Engines.Engines: var engines }
        && !engines.Any(engine => engine.State is EngineState.Ready or EngineState.Suspect);

    /// <summary>Null where nobody knows what an engine holds; and without an engine, unless one is to come, since no waiting would help then.</summary>
    private static long? TokensOf(Serving? serving)
    {
        if (Holds(serving)) return 0;
        if (serving?.Snapshot is not { Engines.KeyValueTokens: { } each } snapshot) return null;
        var ready = serving.Engines.Engines.Count(engine => engine.State == EngineState.Ready);
        return ready == 0 ? null : Math.Max(1, each * ready / Math.Max(1, snapshot.Gateways ?? 1));
    }
}
