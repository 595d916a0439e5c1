namespace ReasonOps.Reasoning.Chains;

/// <summary>Asks for <see cref="Count"/> chains, numbered from <see cref="First"/>; chain <c>i</c> is drawn with seed <c>Seed + i</c>.</summary>
/// <param name="ReasoningTokens">Tokens a chain may think. A hint to the engine; the runner counts and enforces.</param>
/// <param name="AnswerTokens">Tokens a chain may answer in.</param>
/// <param name="Continues">Set when one chain is to go on from what it has thought so far (<see cref="Count"/> is 1).</param>
public sealed record ChainsRequest(
    int First, int Count, long? Seed, int ReasoningTokens, int AnswerTokens, Continuation? Continues = null);

/// <summary>A chain's thinking so far. <see cref="Closed"/>: the thinking is over and the answer is asked for.</summary>
public sealed record Continuation(string Reasoning, bool Closed);
