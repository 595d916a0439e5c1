namespace ReasonOps.Capacity.Forecasts;

/// <summary>
/// What the gateways know of the work they let in and hold back. Every live chain's tokens so far and its budget are known, so the KV tokens it will
/// hold are predictable; a gateway says them at a few horizons, and what lies between is interpolated.
/// </summary>
/// <param name="LiveChains">Chains that run, those of closed-loop clients too.</param>
/// <param name="WaitingRequests">Open-loop requests that the gateways hold back: no room, or no replica at all.</param>
/// <param name="WaitingTokens">KV tokens those are expected to come to.</param>
/// <param name="Horizons">By rising time; the first is now.</param>
public sealed record DemandForecast(int LiveChains, int WaitingRequests, double WaitingTokens, IReadOnlyList<HorizonDemand> Horizons)
{
    /// <summary>The horizons that gateways say, in seconds.</summary>
    public static IReadOnlyList<int> Seconds { get; } = [0, 15, 30, 60, 120, 300, 600];

    /// <summary>Of the live chains, those of clients that ask again when they have an answer (rollouts); they take what is left and ask for no replica but the first.</summary>
    public int ClosedLoopChains { get; init; }

    /// <summary>KV tokens those hold now; in no horizon.</summary>
    public double ClosedLoopTokens { get; init; }

    /// <summary>How long the waiting requests' chains will hold theirs, once let in, in seconds on average; 0 where no gateway says it, and they count in full.</summary>
    public double WaitingSeconds { get; init; }

    /// <summary>Tokens a second that engines have to compute: prompts that arrive, a minute ahead, and the steps of live chains; 0 where no gateway says it.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>KV tokens that requests are expected to hold, so far into the future: chains that run now, and those that arrive as they did lately.</summary>
    public HorizonDemand At(TimeSpan ahead)
    {
        var next = Horizons.FirstOrDefault(horizon => horizon.Ahead >= ahead) ?? Horizons[^1];
        var before = Horizons.LastOrDefault(horizon => horizon.Ahead <= ahead) ?? Horizons[0];
        if (next.Ahead <= before.Ahead) return before with { Ahead = ahead };
        var part = (ahead - before.Ahead) / (next.Ahead - before.Ahead);
        return new(ahead, before.RunningTokens + part * (next.RunningTokens - before.RunningTokens), before.ArrivingTokens + part * (next.ArrivingTokens - before.ArrivingTokens));
    }
}

/// <param name="Ahead">From now.</param>
/// <param name="RunningTokens">KV tokens then held by the open-loop chains that run now: those that will have ended hold none.</param>
/// <param name="ArrivingTokens">KV tokens then held by open-loop work that arrives until then at the present rate; closed-loop clients (rollouts) add none.</param>
public sealed record HorizonDemand(TimeSpan Ahead, double RunningTokens, double ArrivingTokens);
