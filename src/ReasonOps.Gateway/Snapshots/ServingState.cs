using Microsoft.Extensions.Logging;
using ReasonOps.Api.Snapshots;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Gateway.Strategies;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>
/// What is served now. A new snapshot replaces the old at once: requests that run keep the one they began with. Limits belong to the
/// tenant's name and go on across snapshots, and so do engines that stay where they are.
/// </summary>
internal sealed class ServingState(TimeProvider time, ILogger<EnginePool> engineLog, ILogger<ReasoningPorts> portsLog) : IDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    // Clients bound each request themselves.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly TaskCompletionSource<EnginePool> _engines = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, TenantLimits> _limits = [];
    private volatile Serving? _current;

    public Serving? Current => _current;

    public bool HasReadyEngine => _current is { } serving && serving.Engines.Engines.Any(engine => engine.State == EngineState.Ready);

    /// <exception cref="ApiException">503: no snapshot yet.</exception>
    public Serving Required => _current ?? throw ApiException.Unavailable("the gateway has no snapshot yet; try again soon", Lag);

    /// <summary>Finds engines and watches their health, from the first snapshot until cancelled.</summary>
    public async Task WatchEnginesAsync(CancellationToken cancellation)
    {
        var engines = await _engines.Task.WaitAsync(cancellation);
        await engines.RunAsync(cancellation);
    }

    /// <summary>One caller at a time.</summary>
    /// <exception cref="InvalidSnapshotException">It cannot be served; what was served still is.</exception>
    public void Become(GatewaySnapshot snapshot)
    {
        Serving.Check(snapshot);
        var engines = EnginesOf(Places(snapshot.Engines, snapshot.Model));
        _limits = snapshot.Tenants.ToDictionary(tenant => tenant.Name, tenant => _limits.GetValueOrDefault(tenant.Name) ?? new TenantLimits(time));
        foreach (var tenant in snapshot.Tenants) _limits[tenant.Name].Become(tenant.Limits);
        var tenants = snapshot.Tenants.Select(tenant => new Tenant(tenant, _limits[tenant.Name]));
        _current = new Serving(snapshot, new TenantKeys(tenants), engines, new ReasoningPorts(snapshot, _http, time, portsLog), time.GetUtcNow());
        _engines.TrySetResult(engines);
    }

    private EnginePool EnginesOf(EnginePlaces places)
    {
        if (_current is not { Engines: var engines }) return new EnginePool(places, time: time, log: engineLog);
        engines.Move(places);
        return engines;
    }

    private static EnginePlaces Places(EngineTargets targets, string model) => new(
        EngineRuntime.Of(targets.Runtime),
        [.. targets.Fixed.Select(target => new EngineAddress(new Uri(target.Url), target.Key, target.Model))],
        targets.Dns is null ? null : new Uri(targets.Dns),
        model,
        Comes: targets.Holds == true);

    public void Dispose()
    {
        _current?.Engines.Dispose();
        _http.Dispose();
    }
}
