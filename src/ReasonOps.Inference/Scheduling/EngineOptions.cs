using ReasonOps.Inference.Decoding;

namespace ReasonOps.Inference.Scheduling;

/// <param name="KeyValueTokens">Capacity of the KV cache in tokens, rounded down to whole blocks.</param>
/// <param name="MaxRunningChains">Chains in one step.</param>
/// <param name="MaxWaitingRequests">Requests of which no chain has run yet; one more is refused.</param>
/// <param name="MaxPromptRows">
/// Prompt tokens computed in one step, and as many of preempted chains, so that these do not hold running chains up.
/// </param>
public sealed record EngineOptions(
    int KeyValueTokens = 8192, int MaxRunningChains = 256, int MaxWaitingRequests = 1024, int MaxPromptRows = 512)
{
    public DecoderOptions Decoder { get; init; } = new();

    /// <exception cref="ArgumentException">Names the option, what it is and what it must be.</exception>
    internal EngineOptions Checked(int blockSize)
    {
        // One block for a prompt and one for a chain of it.
        AtLeast(2 * blockSize, KeyValueTokens, nameof(KeyValueTokens));
        AtLeast(1, MaxRunningChains, nameof(MaxRunningChains));
        AtLeast(1, MaxWaitingRequests, nameof(MaxWaitingRequests));
        AtLeast(1, MaxPromptRows, nameof(MaxPromptRows));
        return this;
    }

    private static void AtLeast(int least, int value, string name)
    {
        if (value < least) throw new ArgumentException($"{name} is {value}; it must be at least {least}", name);
    }
}

/// <summary>The queue is full.</summary>
public sealed class EngineBusyException(int limit) : Exception($"{limit} requests wait already; try again soon");

/// <summary>The engine is stopping, or has failed.</summary>
public sealed class EngineStoppedException(Exception? failure = null)
    : Exception(failure is null ? "the engine is stopping" : "the engine has failed", failure);
