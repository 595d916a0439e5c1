using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Cli.Evaluation;

/// <summary>What came of asking one problem.</summary>
/// <param name="Failure">Why there is no answer; null where there is one.</param>
public sealed record Answered(bool IsRight, int ReasoningTokens, TimeSpan Latency, ReasonOpsReport? Report, string? Failure);
