using ReasonOps.Inference.Decoding;

namespace ReasonOps.Inference.Scheduling;

/// <param name="KeyValueTokens">Capacity of the KV cache in tokens, rounded down to whole blocks.</param>
/// <param name="MaxRunningChains">Chains in one step.</param>
/// <param name="MaxWaitingRequests">Requests that wait to be taken in; one more is refused.</param>
/// <param name="MaxPromptRows">Prompt tokens computed in one step, so that a long prompt does not hold running chains up.</param>
public sealed record EngineOptions(
    int KeyValueTokens = 8192, int MaxRunningChains = 256, int MaxWaitingRequests = 1024, int MaxPromptRows = 512)
{
    public DecoderOptions Decoder { get; init; } = new();
}

/// <summary>The queue is full.</summary>
public sealed class EngineBusyException(int limit) : Exception($"{limit} requests wait already; try again soon");
