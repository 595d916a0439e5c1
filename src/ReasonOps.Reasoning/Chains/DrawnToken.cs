namespace ReasonOps.Reasoning.Chains;

/// <summary>A token as its engine drew it.</summary>
/// <param name="Bytes">Its text in UTF-8: it may be a part of a letter, or a mark that is in no text of the chain.</param>
/// <param name="Logprob">The natural logarithm of its probability, as the engine says it.</param>
/// <param name="Id">In the model's vocabulary, where the engine says it.</param>
public readonly record struct DrawnToken(ReadOnlyMemory<byte> Bytes, double Logprob, int? Id);
