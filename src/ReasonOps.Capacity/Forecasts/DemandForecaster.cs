namespace ReasonOps.Capacity.Forecasts;

/// <summary>What a gateway expects its engines to hold: it is told what arrives and what ends, and shown what lives when it is asked. Thread-safe.</summary>
public sealed class DemandForecaster
{
    /// <summary>Tokens a second of a chain whose pace nobody knows yet.</summary>
    private const double UsualPace = 25;

    /// <summary>A prompt that is being read slows a moment down; each new look counts so much.</summary>
    private const double Newest = 0.2;

    /// <summary>More than anyone configures; what comes after shares the last one's lengths.</summary>
    private const int MostTenants = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TenantDemand> _tenants = [];
    private readonly Calibration _calibration = new();
    private double _pace = UsualPace;
    private bool _paced;

    /// <summary>A request came in, let in or held back.</summary>
    public void Arrived(string tenant, DateTimeOffset at, double promptTokens, int chains, double most, bool closedLoop = false)
    {
        if (closedLoop) return;
        lock (_lock) Of(tenant).Arrived(at, promptTokens, Math.Max(1, chains), most);
    }

    /// <summary>A chain ended.</summary>
    /// <param name="tokens">Its own, without its prompt.</param>
    /// <param name="cut">By its budget or because it was no longer needed; an error is no end, and not told.</param>
    public void Ended(string tenant, int tokens, bool cut)
    {
        lock (_lock) Of(tenant).Ended(tokens, cut, _pace);
    }

    /// <summary>Tokens that a chain of this tenant is expected still to write.</summary>
    public double MeanRest(string tenant, double tokens, double most)
    {
        lock (_lock) return Of(tenant).Lengths.MeanRest(tokens, most);
    }

    /// <param name="now">Not before what was told last.</param>
    /// <param name="live">Every chain that runs.</param>
    /// <param name="waiting">Every request that is held back.</param>
    public DemandForecast Forecast(DateTimeOffset now, IEnumerable<LiveChain> live, IEnumerable<WaitingRequest> waiting)
    {
        lock (_lock)
        {
            var running = new double[DemandForecast.Seconds.Count];
            var (closedChains, closedTokens) = (0, 0.0);
            List<LiveChain> chains = [.. live];
            Look(now, chains);
            foreach (var chain in chains)
            {
                if (chain.ClosedLoop) (closedChains, closedTokens) = (closedChains + 1, closedTokens + chain.PromptTokens + chain.Tokens);
                else Add(running, chain);
            }
            var (requests, tokens, seconds) = Waiting(waiting);
            _calibration.Learn(now, running[0], _tenants.Values.Sum(tenant => tenant.Expected(now, _pace)), requests > 0);
            return new(chains.Count, requests, tokens, [.. DemandForecast.Seconds.Select((seconds, i) => new HorizonDemand(TimeSpan.FromSeconds(seconds), running[i], Arriving(now, seconds)))])
            {
                ClosedLoopChains = closedChains,
                ClosedLoopTokens = closedTokens,
                WaitingSeconds = seconds,
                TokensPerSecond = (chains.Count - closedChains) * _pace + _tenants.Values.Sum(tenant => tenant.PromptRate(now)),
            };
        }
    }

    /// <summary>What running chains say of lengths and of the pace.</summary>
    private void Look(DateTimeOffset now, List<LiveChain> chains)
    {
        foreach (var tenant in _tenants.Values) tenant.Look(now);
        var (paced, pace) = (0, 0.0);
        foreach (var chain in chains)
        {
            Of(chain.Tenant).Runs(chain.Tokens, _pace);
            if (chain.TokensPerSecond > 0) (paced, pace) = (paced + 1, pace + chain.TokensPerSecond);
        }
        if (paced == 0) return;
        _pace = _paced ? _pace + Newest * (pace / paced - _pace) : pace / paced;
        _paced = true;
    }

    private void Add(double[] running, LiveChain chain)
    {
        var lengths = Of(chain.Tenant).Lengths;
        var pace = chain.TokensPerSecond > 0 ? chain.TokensPerSecond : _pace;
        for (var i = 0; i < running.Length; i++)
        {
            var ahead = pace * DemandForecast.Seconds[i];
            if (chain.Tokens + ahead <= chain.Most || i == 0)
                running[i] += (chain.PromptTokens + chain.Tokens + ahead) * (i == 0 ? 1 : lengths.Lives(chain.Tokens, ahead));
        }
    }

    private (int Requests, double Tokens, double Seconds) Waiting(IEnumerable<WaitingRequest> waiting)
    {
        var (requests, tokens, seconds) = (0, 0.0, 0.0);
        foreach (var each in waiting.Where(each => !each.ClosedLoop))
        {
            requests++;
            // A chain holds half of what it comes to, on average over its life.
            var mean = Of(each.Tenant).Lengths.Mean(each.Most);
            tokens += each.PromptTokens + each.Chains * mean / 2;
            seconds += mean / _pace;
        }
        return (requests, tokens, requests == 0 ? 0 : seconds / requests);
    }

    private double Arriving(DateTimeOffset now, int seconds) => seconds == 0 ? 0 : _calibration.Factor * _tenants.Values.Sum(tenant => tenant.Arriving(now, seconds, _pace));

    private TenantDemand Of(string tenant)
    {
        if (_tenants.TryGetValue(tenant, out var known)) return known;
        return _tenants.Count < MostTenants ? _tenants[tenant] = new() : _tenants.Values.Last();
    }
}
