using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>How much one engine holds, by what its service says of model and accelerators.</summary>
public static class EngineTokens
{
    /// <returns>KV tokens; null where they cannot be known, as of engines that run elsewhere.</returns>
    /// <param name="spec">Valid and defaulted.</param>
    public static long? Of(ReasoningServiceSpec spec) => CapacityRules.TokensThatFit(spec);
}
