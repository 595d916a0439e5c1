namespace ReasonOps.Capacity.Forecasts;

/// <summary>A chain that runs.</summary>
/// <param name="Tenant">Whose lengths it is likened to.</param>
/// <param name="PromptTokens">KV tokens of its prompt; its share where several chains share one.</param>
/// <param name="Tokens">So far, prompt not counted.</param>
/// <param name="Most">Its budget, thinking and answer together.</param>
/// <param name="TokensPerSecond">As it goes now; 0: not known.</param>
/// <param name="ClosedLoop">Of a client that asks again when it has its answer, as rollouts do.</param>
public readonly record struct LiveChain(string Tenant, double PromptTokens, double Tokens, double Most, double TokensPerSecond, bool ClosedLoop = false);

/// <summary>A request that is held back.</summary>
/// <param name="Chains">It will begin with.</param>
/// <param name="Most">The budget of each.</param>
public readonly record struct WaitingRequest(string Tenant, double PromptTokens, int Chains, double Most, bool ClosedLoop = false);
