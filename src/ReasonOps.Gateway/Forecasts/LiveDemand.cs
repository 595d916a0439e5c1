using System.Collections.Concurrent;
using ReasonOps.Capacity.Forecasts;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;

namespace ReasonOps.Gateway.Forecasts;

/// <summary>All that this gateway was asked and has not answered yet, and what its engines are expected to hold because of it.</summary>
internal sealed class LiveDemand(TimeProvider time)
{
    /// <summary>One scrape reads a forecast several times.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMilliseconds(500);

    /// <summary>Tokens a second of a chain, while none has shown another.</summary>
    private const double UnknownPace = 25;

    private readonly Lock _lock = new();
    private readonly DemandForecaster _forecaster = new();
    private readonly ConcurrentDictionary<LiveRequest, bool> _requests = [];
    private DateTimeOffset _at;
    private Outlook? _outlook;

    public DateTimeOffset Now => time.GetUtcNow();

    public Outlook Current
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                if (_outlook is { } known && now - _at < Kept) return known;
                _at = now;
                return _outlook = Look(now);
            }
        }
    }

    /// <summary>A request is let in by its tenant's limits, and waits for room.</summary>
    /// <param name="closedLoop">Its client asks again when it has its answer.</param>
    public LiveRequest Arrive(WaitingRequest asked, bool closedLoop, EngineChainSampler drawn)
    {
        _forecaster.Arrived(asked.Tenant, Now, asked.PromptTokens, asked.Chains, asked.Most, closedLoop);
        var request = new LiveRequest(this, asked with { ClosedLoop = closedLoop }, closedLoop, drawn);
        _requests[request] = true;
        return request;
    }

    internal void Ended(string tenant, int tokens, bool cut) => _forecaster.Ended(tenant, tokens, cut);

    internal void Remove(LiveRequest request) => _requests.TryRemove(request, out _);

    private Outlook Look(DateTimeOffset now)
    {
        var requests = _requests.Keys.ToArray();
        var running = requests.Where(request => !request.IsWaiting).SelectMany(request => request.Running()).ToArray();
        var forecast = _forecaster.Forecast(now, running.Select(each => each.Chain), Waiting(requests, nothingRuns: running.Length == 0));
        var pace = running.Select(each => each.Chain.TokensPerSecond).Where(each => each > 0).DefaultIfEmpty(UnknownPace).Average();
        var rest = running.Where(each => each.Engine is not null).GroupBy(each => each.Engine!).ToDictionary(group => group.Key, group => group.Max(each => Rest(each.Chain, pace)));
        return new(forecast, rest);
    }

    /// <summary>What asks for no engine of its own still asks for the first: while nothing runs, one of them counts.</summary>
    private static IEnumerable<WaitingRequest> Waiting(LiveRequest[] requests, bool nothingRuns) =>
        requests.Where(request => request.IsWaiting).Select((request, i) => nothingRuns && i == 0 ? request.Asked with { ClosedLoop = false } : request.Asked);

    private TimeSpan Rest(LiveChain chain, double usual) => TimeSpan.FromSeconds(
        Math.Min(86_400, _forecaster.MeanRest(chain.Tenant, chain.Tokens, chain.Most) / (chain.TokensPerSecond > 0 ? chain.TokensPerSecond : usual)));
}

/// <param name="Forecast">Of all engines.</param>
/// <param name="Rest">Until the last chain that an engine draws is expected to end; engines without one are not in it.</param>
internal sealed record Outlook(DemandForecast Forecast, IReadOnlyDictionary<Engine, TimeSpan> Rest);
