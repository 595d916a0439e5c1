namespace ReasonOps.Cli.Evaluation;

/// <summary>How a strategy fared over all problems.</summary>
/// <param name="By">What it goes by, where that makes a difference: <c>Process</c>, <c>Outcome</c>, <c>Verifier</c>, <c>Confidence</c>.</param>
/// <param name="Votes">Asked for, so that it spends about what the baseline does.</param>
/// <param name="Accuracy">Right answers / problems, 0..1.</param>
/// <param name="Gain">Accuracy less the baseline's.</param>
/// <param name="TokensSpent">Mean completion tokens of all chains of an answer; what reward models read is not in it.</param>
/// <param name="LatencyP50Ms">Median wall time of a request in milliseconds.</param>
/// <param name="Failed">Requests without an answer; they count as wrong.</param>
/// <param name="Failure">Why the first of them had none; null where all have one.</param>
/// <param name="Note">What is to be known of the figures.</param>
public sealed record StrategyRow(
    string Tenant, string Strategy, string? By, int Votes, int Problems, double Accuracy, double Gain,
    double TokensSpent, double LatencyP50Ms, int Failed, string? Failure, string? Note);
