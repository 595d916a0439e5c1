using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ReasonOps.Engines.Pool;

/// <summary>
/// The engines of one service. <see cref="RunAsync"/> finds them and watches their health; until it runs, all are down.
/// </summary>
public sealed partial class EnginePool : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>To one engine, a request each: above what a gateway lets wait, so that no request waits here, unseen by any queue, for its first-chunk limit to pass.</summary>
    private const int MaxConnections = 32_768;

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

    /// <summary>Where no engine is ready, one will be: see <see cref="EnginePlaces.Comes"/>.</summary>
    internal bool OneComes { get { lock (_gate) return _places.Comes; } }

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
    /// prefix, unless it is down or suspect; else one as <see cref="Choice"/> says. Null when there is none.
    /// </summary>
    /// <param name="conversation">What the question's conversation hashes to; null: it begins one.</param>
    public EngineLease? TryLease(int chains, long tokensEach, Engine? prefix = null, Engine? except = null, ulong? conversation = null)
    {
        lock (_gate)
        {
            var engine = prefix is { State: EngineState.Ready or EngineState.Draining } && prefix != except ? prefix : Choose(except, conversation);
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
            // Each by itself: one that is slow to answer keeps no other waiting.
            foreach (var engine in _engines.Where(engine => engine.Looked.IsCompleted)) engine.Looked = LookAsync(engine, now, cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async Task LookAsync(Engine engine, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            if (engine.ProbeAt <= now) await ProbeAsync(engine, cancellation);
            if (engine.CanaryAt <= now) await AskCanaryAsync(engine, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The pool is no longer watched.
        }
    }

    public void Dispose() => _http.Dispose();

    private Engine? Choose(Engine? except, ulong? conversation)
    {
        var open = _engines.Where(engine => engine.State == EngineState.Ready && engine != except).ToList();
        // Doubtful answers are better than none, and the report says whose they are.
        if (open.Count == 0) open = [.. _engines.Where(engine => engine.State == EngineState.Suspect && engine != except)];
        _turn = (_turn + 1) & int.MaxValue;
        return open.Count == 0 ? null : Choice.Of(open, conversation, _turn);
    }

    private async Task ProbeAsync(Engine engine, CancellationToken cancellation)
    {
        var (reason, late) = await engine.Probe.AskAsync(Options.HealthTimeout, Time, cancellation);
        // One that was away may have come back as another.
        if (reason is null && Options.Identifies && engine.State == EngineState.Down) await engine.IdentifyAsync(Options.HealthTimeout, Time, cancellation);
        lock (_gate)
        {
            if (engine.State is EngineState.Draining or EngineState.Suspect && reason is null) engine.ProbeAt = Time.GetUtcNow() + Options.HealthEvery;
            else if (reason is null) Found(engine);
            else if (late && engine.IsBusy()) engine.ProbeAt = Time.GetUtcNow() + Options.ShortestBackoff;
            else Missed(engine, reason);
        }
        if (engine.State != EngineState.Ready) Reconcile();
    }

    private void Found(Engine engine)
    {
        engine.Backoff = TimeSpan.Zero;
        engine.Heard();
        engine.ProbeAt = Time.GetUtcNow() + Options.HealthEvery;
        engine.CanaryAt ??= Time.GetUtcNow() + Options.CanaryEvery;
        if (engine.Enter(EngineState.Ready)) LogReady(engine.Name);
    }

    private void Missed(Engine engine, string reason)
    {
        var wait = engine.Backoff == TimeSpan.Zero ? Options.ShortestBackoff : engine.Backoff * 2;
        engine.Backoff = wait < Options.LongestBackoff ? wait : Options.LongestBackoff;
        engine.ProbeAt = Time.GetUtcNow() + engine.Backoff;
        if (engine.Enter(EngineState.Down, reason)) LogDown(engine.Name, reason);
    }

    private static HttpClient Http(EngineOptions options) => new(new SocketsHttpHandler
    {
        ConnectTimeout = options.Connect,
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = MaxConnections,
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
