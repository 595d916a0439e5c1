using ReasonOps.Capacity.Planning;

namespace ReasonOps.Cli.Planning;

/// <summary>What a service holds, how fast it is and what it costs, for programs. What is not known is null.</summary>
/// <param name="Devices">Of one replica, as <c>2 x H100-80GB</c>.</param>
/// <param name="Lengths">One chain an answer, of rising length.</param>
/// <param name="Unknown">What is missing, and what would tell it.</param>
/// <param name="Warnings">What does not fit, or not in time.</param>
internal sealed record CapacityPlan(
    string Service, string Model, string Runtime, string? Devices, Assumptions Assumptions, ReplicaPlan Replica, IReadOnlyList<TenantPlan> Tenants,
    IReadOnlyList<LengthPlan> Lengths, LoadPlan? Load, VerifierPlan? Verifiers, IReadOnlyList<string> Unknown, IReadOnlyList<string> Warnings);

/// <summary>The memory of one replica, in bytes and tokens.</summary>
/// <param name="KeyValueCopies">How often each KV token is held, as by devices that cannot share a KV head.</param>
/// <param name="FreeBytes">Left for KV tokens by weights, activations and the runtime.</param>
/// <param name="Tokens">KV tokens that fit.</param>
internal sealed record ReplicaPlan(
    double? MemoryBytes, double? WeightBytes, double? ActivationBytes, double? KeyValueBytesPerToken, double? KeyValueCopies, double? FreeBytes, long? Tokens)
{
    public static ReplicaPlan Unknown { get; } = new(null, null, null, null, null, null, null);
}

/// <summary>A tenant's answers, each with its usual votes and budget.</summary>
/// <param name="ChainTokens">That one chain writes: thinking and answer.</param>
/// <param name="KeyValueBytes">Of one answer at its longest, the prompt held once.</param>
/// <param name="KeyValueBytesUnshared">Of one answer whose votes each held the prompt.</param>
/// <param name="AnswersThatFit">At their longest, in one replica.</param>
/// <param name="Batch">Chains at once that keep the pace.</param>
/// <param name="Seconds">From a chain's first token to its last.</param>
/// <param name="AcceleratorSeconds">Of one answer.</param>
/// <param name="Cost">Of one answer, by the accelerators' price.</param>
/// <param name="Price">Of one answer, by the tenant's price.</param>
/// <param name="RequestsPerSecond">That one replica serves.</param>
internal sealed record TenantPlan(
    string Name, string Strategy, int Votes, double ChainTokens, double? KeyValueBytes, double? KeyValueBytesUnshared, long? AnswersThatFit,
    long? Batch, Bound? Binds, double? TokensPerSecondPerUser, double? TokensPerSecond, double? Seconds, double? AcceleratorSeconds, double? Cost, decimal? Price,
    double? RequestsPerSecond);

/// <summary>Chains of one length.</summary>
/// <param name="Tokens">That a chain writes behind its prompt.</param>
/// <param name="ChainsThatFit">At their longest.</param>
/// <param name="Limits">The largest batch by each roof.</param>
/// <param name="AcceleratorHoursPerMillion">Of a million tokens written.</param>
/// <param name="CostPerMillion">Of a million tokens written.</param>
internal sealed record LengthPlan(
    int Tokens, double KeyValueBytes, long ChainsThatFit, BatchLimits Limits, long Batch, double TokensPerSecondPerUser, double TokensPerSecond,
    double AcceleratorHoursPerMillion, double? CostPerMillion);

/// <summary>What a load needs.</summary>
internal sealed record LoadPlan(double RequestsPerSecond, int Replicas, int Accelerators, double? CostPerHour);

/// <summary>Verifiers beside the accelerators.</summary>
/// <param name="Pool">Null where the manifest holds none.</param>
/// <param name="Ratio">Sockets to accelerators.</param>
/// <param name="Verifiers">Replicas of the pool.</param>
internal sealed record VerifierPlan(string? Pool, string Ratio, int Accelerators, int Cores, int Verifiers);
