using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway;

namespace ReasonOps.Cli.Local;

/// <summary>A whole service in this process: its engines, unless they run already, and its gateway.</summary>
public sealed class LocalService : IAsyncDisposable
{
    private readonly LocalEngines? _engines;
    private readonly LocalScorers _scorers;
    private readonly WebApplication _gateway;

    private LocalService(LocalEngines? engines, LocalScorers scorers, WebApplication gateway, GatewaySnapshot snapshot) =>
        (_engines, _scorers, _gateway, Snapshot) = (engines, scorers, gateway, snapshot);

    public GatewaySnapshot Snapshot { get; }

    /// <summary>Up to and with <c>/v1</c>.</summary>
    public string Endpoint => $"{_gateway.Urls.First()}/v1";

    /// <param name="service">Valid and defaulted.</param>
    /// <param name="secrets">With a key for each tenant.</param>
    /// <param name="options">Where to listen and look.</param>
    /// <param name="change">The last word on the snapshot.</param>
    /// <param name="progress">Told of each part as it becomes ready.</param>
    /// <param name="cancellation">Stops what was started.</param>
    public static async Task<LocalService> StartAsync(
        ReasoningService service, SecretValues secrets, LocalOptions options,
        Func<GatewaySnapshot, GatewaySnapshot> change, IStartProgress progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var endpoints = service.Spec.Engine?.Endpoints;
        var engines = endpoints is null ? await LocalEngines.StartAsync(service, options.Models, cancellation) : null;
        LocalScorers? scorers = null;
        WebApplication? gateway = null;
        try
        {
            var targets = engines?.Targets ?? Targets(service, secrets);
            if (engines is not null) progress.EnginesReady(engines, clock.Elapsed);
            else progress.EnginesNamed(targets);
            clock.Restart();
            scorers = await LocalScorers.StartAsync(service, options.Models, cancellation);
            if (scorers.All.Count > 0) progress.ScorersReady(scorers, clock.Elapsed);
            clock.Restart();
            var plain = SnapshotBuilder.Build(service, secrets.ByName, targets);
            var snapshot = change(plain with { Scoring = scorers.Targets(service.Spec.Scoring, secrets), Verifier = options.Verifier });
            gateway = GatewayHost.Build(new GatewayOptions
            {
                Urls = [$"http://127.0.0.1:{options.Port}"], Snapshot = snapshot, Logging = Logs.ForPeople, DrainLimit = options.DrainLimit,
                LedgerFolder = options.LedgerFolder,
                LedgerDatabase = LedgerPlace.DatabaseOf(service.Spec.Ledger?.Postgres?.SecretRef, secrets),
            });
            await Listening.OnAsync(options.Port, () => StartedAsync(gateway, cancellation));
            var started = new LocalService(engines, scorers, gateway, snapshot);
            progress.GatewayReady(started.Endpoint, clock.Elapsed);
            return started;
        }
        catch
        {
            if (gateway is not null) await gateway.DisposeAsync();
            if (scorers is not null) await scorers.DisposeAsync();
            if (engines is not null) await engines.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drains: the gateway first, so that chains under way may end, then what it asks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        await _scorers.DisposeAsync();
        if (_engines is not null) await _engines.DisposeAsync();
    }

    private static async Task<WebApplication> StartedAsync(WebApplication gateway, CancellationToken cancellation)
    {
        await gateway.StartAsync(cancellation);
        return gateway;
    }

    private static EngineTargets Targets(ReasoningService service, SecretValues secrets) => new()
    {
        Runtime = service.Spec.Engine!.Runtime!.Value.ToString().ToLowerInvariant(),
        Fixed = [.. service.Spec.Engine.Endpoints!.Select(endpoint =>
            new EngineTarget(endpoint.Url, secrets.EngineKey(endpoint.KeySecretRef), endpoint.Model))],
    };
}

/// <param name="Port">Of the gateway; 0 takes a free one.</param>
/// <param name="Models">The folder of embedded models; null is the one that ships.</param>
public sealed record LocalOptions(int Port, string? Models, TimeSpan DrainLimit)
{
    /// <summary>Of usage records; null: they go with the service.</summary>
    public string? LedgerFolder { get; init; }

    /// <summary>What decides whether an answer is right; null: nothing.</summary>
    public VerifierTarget? Verifier { get; init; }
}

/// <summary>Hears of each part of a service as it becomes ready.</summary>
public interface IStartProgress
{
    void EnginesReady(LocalEngines engines, TimeSpan took);
    void EnginesNamed(EngineTargets targets);
    void VerifierReady(LocalVerifier verifier, TimeSpan took);
    void ScorersReady(LocalScorers scorers, TimeSpan took);
    void GatewayReady(string endpoint, TimeSpan took);
}
