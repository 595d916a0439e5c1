using ReasonOps.Api.Snapshots;
using ReasonOps.Engines;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Scores;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Cli.Recording;

/// <summary>The engines and reward models of a service, asked past its gateway: there every chain comes as it was drawn.</summary>
internal sealed class RecordedEngines : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly EnginePool _pool;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ScorerClient? _scorers;
    private readonly Task _watching;
    private readonly bool _whole;

    /// <param name="whole">Chains come as whole answers: see <see cref="EngineChainSampler.Whole"/>.</param>
    /// <param name="options">How long engines are waited for, and how they are found.</param>
    public RecordedEngines(GatewaySnapshot snapshot, bool whole = false, EngineOptions? options = null)
    {
        _whole = whole;
        _pool = new EnginePool(Places(snapshot.Engines), (options ?? new EngineOptions()) with { Identifies = true });
        _scorers = snapshot.Scoring is { } scoring ? new ScorerClient(_http, Targets(snapshot, scoring)) : null;
        _watching = _pool.RunAsync(_over.Token);
    }

    /// <summary>An engine has as much to do as it takes.</summary>
    public event Action? Full;

    public ChainSource Source => new(question => new EngineChainSampler(_pool, question) { Whole = _whole, Full = () => Full?.Invoke() }, Scorer, _ => null);

    /// <summary>Engines that take requests now.</summary>
    public int Ready => _pool.Engines.Count(engine => engine.State == EngineState.Ready);

    /// <summary>Returns once an engine is ready; it was, for the gateway.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _pool.WaitUntilReadyAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pool.Dispose();
        _http.Dispose();
        _over.Dispose();
    }

    private IScorer? Scorer(ChatRequest question) => _scorers?.For(question);

    private static EnginePlaces Places(EngineTargets targets) => new(
        EngineRuntime.Of(targets.Runtime),
        [.. targets.Fixed.Select(target => new EngineAddress(new Uri(target.Url), target.Key, target.Model))],
        targets.Dns is { } dns ? new Uri(dns) : null);

    private static ScorerTargets Targets(GatewaySnapshot snapshot, ScoringTargets scoring) => new()
    {
        Outcome = [.. new[] { scoring.Outcome }.OfType<ScorerTarget>().Select(Address)],
        Process = [.. new[] { scoring.Process }.OfType<ScorerTarget>().Select(Address)],
        Steps = snapshot.Steps is { } ends ? new StepFormat(ends) : StepFormat.Paragraphs,
    };

    private static EngineAddress Address(ScorerTarget target) => new(new Uri(target.Url), target.Key);
}
