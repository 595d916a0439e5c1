using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Output;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Cli.Local;

/// <summary>The pools of a manifest in this process: one verifier each, on a loopback port of its own. What they run is in processes of its own, as on a cluster.</summary>
public sealed class LocalVerifiers : IAsyncDisposable
{
    private readonly List<LocalVerifier> _all = [];
    private readonly ILoggerFactory _loggers = LoggerFactory.Create(Logs.ForPeople);

    private LocalVerifiers()
    {
    }

    public IReadOnlyList<LocalVerifier> All => _all;

    /// <param name="pools">Valid and defaulted.</param>
    /// <param name="secrets">With a key for each pool that asks for one.</param>
    /// <param name="options">Where to listen; the port is that of the first pool, where no service takes it.</param>
    /// <param name="progress">Told of each as it becomes ready.</param>
    /// <param name="cancellation">Stops what was started.</param>
    public static async Task<LocalVerifiers> StartAsync(
        IReadOnlyList<VerifierPool> pools, SecretValues secrets, LocalOptions options, IStartProgress progress, CancellationToken cancellation)
    {
        var verifiers = new LocalVerifiers();
        try
        {
            foreach (var (i, pool) in pools.Index()) await verifiers.AddAsync(pool, secrets, options with { Port = i == 0 ? options.Port : 0 }, progress, cancellation);
            return verifiers;
        }
        catch
        {
            await verifiers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The one that a service names; null where it names none.</summary>
    public VerifierTarget? TargetOf(ReasoningService? service, SecretValues secrets) => TargetOf(service?.Spec.Verification?.PoolRef.Name, secrets);

    /// <summary>The one of a pool of this name; null without a name, or where there is none.</summary>
    public VerifierTarget? TargetOf(string? pool, SecretValues secrets) =>
        pool is not null && _all.Find(verifier => verifier.Pool.Metadata.Name == pool) is { } found
            ? new VerifierTarget(found.Server.Url, secrets.KeysOf(found.Pool)?[0])
            : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var verifier in _all) await verifier.Server.DisposeAsync();
        _all.Clear();
        _loggers.Dispose();
    }

    private async Task AddAsync(VerifierPool pool, SecretValues secrets, LocalOptions options, IStartProgress progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (pool.Spec.Replicas == 0)
            throw new WrongInputException($"VerifierPool {pool.Metadata.Name}  spec.replicas: 0 starts no verifier; on one machine leave it out, or use 1 or more");
        var settings = VerifierSettingsBuilder.Of(pool, secrets.KeysOf(pool));
        var server = await Listening.OnAsync(options.Port, () => VerifierServer.StartAsync(
            settings,
            plain => plain with { Urls = [$"http://127.0.0.1:{options.Port}"], Logging = Logs.ForPeople, DrainLimit = options.DrainLimit },
            _loggers, cancellation));
        var verifier = new LocalVerifier(pool, server);
        _all.Add(verifier);
        progress.VerifierReady(verifier, clock.Elapsed);
    }
}

/// <summary>A pool and the verifier that stands for it here.</summary>
public sealed record LocalVerifier(VerifierPool Pool, VerifierServer Server);
