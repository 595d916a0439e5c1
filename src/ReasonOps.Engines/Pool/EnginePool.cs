using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ReasonOps.Engines.Pool;

/// <summary>
/// The engines of one service. <see cref="RunAsync"/> finds them and watches their health; until it runs, all are down.
/// </summary>
public sealed partial class EnginePool : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly HttpClient _http;
    private readonly ILogger _log;
    private EnginePlaces _places;
    private ImmutableArray<Engine> _engines = [];
    private IReadOnlyList<EngineAddress> _resolved = [];
    private DateTimeOffset _resolveAt;
    private int _turn;

    public EnginePool(EnginePlaces places, EngineOptions? options = null, TimeProvider? time = null, ILogger<EnginePool>? log = null)
    {
        _places = places;
        Options = options ?? new EngineOptions();
        Time = time ?? TimeProvider.System;
        _log = log ?? NullLogger<EnginePool>.Instance;
        _http = Http(Options);
        Reconcile();
    }

    public IReadOnlyList<Engine> Engines => _engines;

    internal EngineOptions Options { get; }
    internal TimeProvider Time { get; }

    /// <summary>Engines are elsewhere from now on; those in both places keep their state and their load.</summary>
    public void Move(EnginePlaces places)
    {
        lock (_gate)
        {
            if (places.Dns != _places.Dns) (_resolved, _resolveAt) = ([], default);
            _places = places;
        }
        Reconcile();
    }

    /// <summary>
    /// The engine for a request of <paramref name="chains"/> chains: <paramref name="prefix"/>, which holds the question's
    /// prefix, unless it is down; else the ready one with the fewest tokens in flight. Null when there is none.
    /// </summary>
    public EngineLease? TryLease(int chains, long tokensEach, Engine? prefix = null, Engine? except = null)
    {
        lock (_gate)
        {
            var engine = prefix is { State: not EngineState.Down } && prefix != except ? prefix : LeastLoaded(except);
            return engine is null ? null : new EngineLease(engine, chains, tokensEach);
        }
    }

    /// <summary>An engine could not be reached: it gets nothing more until its health is seen again.</summary>
    public void Lose(Engine engine, string reason)
    {
        lock (_gate)
        {
            engine.ProbeAt = Time.GetUtcNow() + Options.ShortestBackoff;
            if (engine.Enter(EngineState.Down, reason)) LogDown(engine.Name, reason);
        }
    }

    /// <summary>Returns once an engine is ready.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        while (!_engines.Any(engine => engine.State == EngineState.Ready)) await Task.Delay(Tick / 4, Time, cancellation);
    }

    /// <summary>Finds engines and watches their health until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, Time);
        do
        {
            await ResolveAsync(cancellation);
            var now = Time.GetUtcNow();
            await Task.WhenAll(_engines.Where(engine => engine.ProbeAt <= now).Select(engine => ProbeAsync(engine, cancellation)));
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Ties go round.</summary>
    private Engine? LeastLoaded(Engine? except)
    {
        var ready = _engines.Where(engine => engine.State == EngineState.Ready && engine != except).ToList();
        if (ready.Count == 0) return null;
        var least = ready.Min(engine => engine.TokensInFlight);
        var best = ready.FindAll(engine => engine.TokensInFlight == least);
        _turn = (_turn + 1) & int.MaxValue;
        return best[_turn % best.Count];
    }

    private async Task ProbeAsync(Engine engine, CancellationToken cancellation)
    {
        var reason = await engine.Probe.AskAsync(Options.HealthTimeout, Time, cancellation);
        lock (_gate)
        {
            if (engine.State == EngineState.Draining && reason is null) engine.ProbeAt = Time.GetUtcNow() + Options.HealthEvery;
            else if (reason is null) Found(engine);
            else Missed(engine, reason);
        }
        if (engine.State != EngineState.Ready) Reconcile();
    }

    private void Found(Engine engine)
    {
        engine.Backoff = TimeSpan.Zero;
        engine.ProbeAt = Time.GetUtcNow() + Options.HealthEvery;
        if (engine.Enter(EngineState.Ready)) LogReady(engine.Name);
    }

    private void Missed(Engine engine, string reason)
    {
        var wait = engine.Backoff == TimeSpan.Zero ? Options.ShortestBackoff : engine.Backoff * 2;
        engine.Backoff = wait < Options.LongestBackoff ? wait : Options.LongestBackoff;
        engine.ProbeAt = Time.GetUtcNow() + engine.Backoff;
        if (engine.Enter(EngineState.Down, reason)) LogDown(engine.Name, reason);
    }

    private async Task ResolveAsync(CancellationToken cancellation)
    {
        if (_places.Dns is not { } dns || _resolveAt > Time.GetUtcNow()) return;
        using var late = new CancellationTokenSource(Options.HealthTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var found = await Options.Resolve(dns.IdnHost, either.Token);
            var addresses = OneFamily(found).Select(address => new EngineAddress(new UriBuilder(dns) { Host = address.ToString() }.Uri)).ToList();
            lock (_gate)
            {
                if (dns != _places.Dns) return;
                _resolved = addresses;
            }
            Reconcile();
        }
        catch (Exception failure) when (failure is SocketException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // What was found before is kept: a name server that is away says nothing about the engines.
            LogUnresolved(dns.Host, failure.Message);
        }
        _resolveAt = Time.GetUtcNow() + Options.DnsEvery;
    }

    /// <summary>A pod of a dual-stack cluster has an address of each family and is still one engine.</summary>
    private static IEnumerable<IPAddress> OneFamily(IPAddress[] found)
    {
        var four = found.Where(address => address.AddressFamily == AddressFamily.InterNetwork).ToList();
        return four.Count > 0 ? four : found;
    }

    /// <summary>Takes in engines newly listed; drains those no longer listed and drops them once they are idle or down.</summary>
    private void Reconcile()
    {
        lock (_gate)
        {
            var runtime = _places.Runtime;
            var listed = _places.Fixed.Concat(_resolved).ToHashSet();
            var known = new HashSet<EngineAddress>();
            foreach (var engine in _engines)
            {
                if (engine.Runtime != runtime || !listed.Contains(engine.Address)) Drain(engine);
                else if (known.Add(engine.Address) && engine.State == EngineState.Draining) engine.Enter(EngineState.Ready);
            }
            _engines =
            [
                .. _engines.Where(engine => known.Contains(engine.Address) || engine is { State: EngineState.Draining, ChainsInFlight: > 0 }),
                .. listed.Where(address => !known.Contains(address)).Select(address => new Engine(address, runtime, _http)),
            ];
        }
    }

    private void Drain(Engine engine)
    {
        if (engine.State == EngineState.Ready && engine.Enter(EngineState.Draining)) LogDraining(engine.Name, engine.ChainsInFlight);
    }

    private static HttpClient Http(EngineOptions options) => new(new SocketsHttpHandler
    {
        ConnectTimeout = options.Connect,
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = 1024,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // An answer that is given up must stop the engine now, not after up to a megabyte has been read to save the
        // connection. What is left of one that was read to its [DONE] fits.
        MaxResponseDrainSize = 64,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
