using ReasonOps.Api.Snapshots;

namespace ReasonOps.Benchmarks;

/// <summary>What the benchmarks' gateways serve: the model <c>bench</c>, one chain a request.</summary>
internal static class GatewaySnapshots
{
    public const string Model = "bench";

    public static GatewaySnapshot Of(string engine, params TenantSnapshot[] tenants) => new()
    {
        Service = "bench",
        Model = Model,
        Engines = new EngineTargets { Runtime = "onnx", Fixed = [new EngineTarget($"{engine}/v1")] },
        AnswerFormat = new AnswerFormatSnapshot("Whole"),
        Tenants = tenants,
    };

    /// <param name="key">Its API key, and its name.</param>
    public static TenantSnapshot Tenant(string key, int tokens, int deadlineSeconds) => new()
    {
        Name = key, KeyHashes = [SnapshotBuilder.HashKey(key)], Strategy = "SingleChain", Strategies = ["SingleChain"],
        Votes = new Bounded(1, 1), Stop = new StopSnapshot("None"), ReasoningTokens = new Bounded(tokens, tokens),
        AnswerTokens = tokens, DeadlineSeconds = deadlineSeconds, WhenSpent = "Truncate",
    };
}
