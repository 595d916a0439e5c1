namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>Who asks a pool.</summary>
/// <param name="Kind">As <c>ReasoningService</c>.</param>
/// <param name="IsThere">Whether there is such an object.</param>
/// <param name="Accelerators">That its pods hold now.</param>
public sealed record Consumer(string Kind, string Name, bool IsThere, int Accelerators);
