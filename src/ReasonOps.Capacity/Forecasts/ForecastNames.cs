namespace ReasonOps.Capacity.Forecasts;

/// <summary>What a gateway calls its forecast in <c>/metrics</c>, and who scales reads it by; in Prometheus' text a dot is an underscore.</summary>
public static class ForecastNames
{
    /// <summary>A gauge of KV tokens, by <see cref="Horizon"/> and <see cref="Part"/>.</summary>
    public const string KvTokens = "reasonops.forecast.kv_tokens";

    /// <summary>A gauge of KV tokens that requests which wait are expected to come to.</summary>
    public const string WaitingTokens = "reasonops.forecast.waiting_tokens";
    public const string WaitingRequests = "reasonops.forecast.waiting_requests";
    public const string LiveChains = "reasonops.forecast.live_chains";
    public const string ClosedLoopChains = "reasonops.forecast.closed_loop_chains";
    public const string ClosedLoopTokens = "reasonops.forecast.closed_loop_tokens";
    public const string TokensPerSecond = "reasonops.forecast.tokens_per_second";

    /// <summary>A gauge in seconds (its name in Prometheus' text ends so), by <see cref="Engine"/>: until the last chain there is expected to end.</summary>
    public const string Rest = "reasonops.forecast.rest";

    /// <summary>The label that says which engine, by host and port.</summary>
    public const string Engine = "engine";

    /// <summary>The label that says how far ahead, in seconds: one of <see cref="DemandForecast.Seconds"/>.</summary>
    public const string Horizon = "horizon";

    /// <summary>The label that tells <see cref="Running"/> and <see cref="Arriving"/> apart.</summary>
    public const string Part = "part";
    public const string Running = "running";
    public const string Arriving = "arriving";
}
