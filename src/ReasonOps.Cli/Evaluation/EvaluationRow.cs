namespace ReasonOps.Cli.Evaluation;

/// <summary>How a tenant fared over all problems.</summary>
/// <param name="Accuracy">Right answers / problems, 0..1.</param>
/// <param name="VotesCast">Mean votes an answer was found from.</param>
/// <param name="VotesAsked">Mean votes it might have been found from.</param>
/// <param name="ReasoningTokens">Mean tokens of thinking in the winning chain.</param>
/// <param name="TokensSpent">Mean completion tokens of all chains of an answer.</param>
/// <param name="LatencyP50Ms">Median wall time of a request in milliseconds.</param>
/// <param name="LatencyP95Ms">95th percentile of the same.</param>
/// <param name="Cost">Of all answers together, at the tenant's price; null without one.</param>
/// <param name="Failed">Requests without an answer; they count as wrong.</param>
/// <param name="Failure">Why the first of them had none; null where all have one.</param>
public sealed record EvaluationRow(
    string Tenant, string Strategy, int Problems, double Accuracy, double VotesCast, double VotesAsked,
    double ReasoningTokens, double TokensSpent, double LatencyP50Ms, double LatencyP95Ms, decimal? Cost, int Failed, string? Failure)
{
    public static EvaluationRow Of(string tenant, IReadOnlyList<Answered> answers)
    {
        var latencies = answers.Select(answer => answer.Latency.TotalMilliseconds).Order().ToArray();
        var costs = answers.Select(answer => answer.Report?.Cost).OfType<decimal>().ToArray();
        return new EvaluationRow(
            tenant,
            answers.Select(answer => answer.Report?.Strategy).OfType<string>().FirstOrDefault("-"),
            answers.Count,
            answers.Average(answer => answer.IsRight ? 1.0 : 0),
            answers.Average(answer => answer.Report?.Votes?.Cast ?? 0),
            answers.Average(answer => answer.Report?.Votes?.Asked ?? 0),
            answers.Average(answer => answer.ReasoningTokens),
            answers.Average(answer => answer.Report?.Tokens?.Spent ?? 0),
            Percentile(latencies, 0.50),
            Percentile(latencies, 0.95),
            costs.Length > 0 ? costs.Sum() : null,
            answers.Count(answer => answer.Failure is not null),
            answers.Select(answer => answer.Failure).OfType<string>().FirstOrDefault());
    }

    /// <summary>Nearest rank.</summary>
    private static double Percentile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
