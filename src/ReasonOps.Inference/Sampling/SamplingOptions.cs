namespace ReasonOps.Inference.Sampling;

/// <param name="Temperature">0 (or below 0.00001) is greedy.</param>
/// <param name="TopP">Smallest set of likeliest tokens (of those that <paramref name="TopK"/> leaves) whose probabilities reach this; 1 is all.</param>
/// <param name="TopK">At most this many likeliest tokens; 0 is all.</param>
/// <param name="Logprobs">Likeliest tokens to report for each place; null reports nothing.</param>
public sealed record SamplingOptions(double Temperature = 1, double TopP = 1, int TopK = 0, int? Logprobs = null);

/// <summary>A token and ln of its probability under the model, before temperature and cuts.</summary>
public readonly record struct TokenProbability(int Token, float Logprob);

public readonly record struct Sample(int Token, float Logprob, TokenProbability[]? Top);
