using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Rollouts.Trajectories;

/// <summary>Tokens as they are kept.</summary>
/// <param name="Logprobs">Natural logarithms of their probabilities, to four digits behind the point.</param>
/// <param name="Ids">In the model's vocabulary; null where the engine does not say them.</param>
internal sealed record TokenRecord(IReadOnlyList<double> Logprobs, IReadOnlyList<int>? Ids)
{
    private const int Digits = 4;

    /// <returns>Null: there are none.</returns>
    public static TokenRecord? Of(IEnumerable<DrawnToken>? drawn)
    {
        DrawnToken[] tokens = [.. drawn ?? []];
        if (tokens.Length == 0) return null;
        // Zero is added so that no zero is negative.
        return new([.. tokens.Select(token => Math.Round(token.Logprob, Digits) + 0.0)], tokens.All(token => token.Id is not null) ? [.. tokens.Select(token => token.Id!.Value)] : null);
    }
}
