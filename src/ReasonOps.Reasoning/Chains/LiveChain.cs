namespace ReasonOps.Reasoning.Chains;

/// <summary>A chain in flight, as far as it has come.</summary>
/// <param name="Confidence">Null unless the strategy watches it and the engine tells.</param>
public sealed record LiveChain(int Index, int? Parent, int Tokens, Confidence? Confidence);
