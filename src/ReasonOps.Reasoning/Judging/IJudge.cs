using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Judging;

/// <summary>The port to a second model that says which of two answers to one question is better.</summary>
public interface IJudge
{
    /// <summary>A judge that cannot be had, or does not say, prefers neither; never an exception.</summary>
    ValueTask<Comparison> CompareAsync(Chain left, Chain right, CancellationToken cancellation);
}

/// <param name="Preferred">Index of the better one; null: neither.</param>
/// <param name="Tokens">What the judge took to say so.</param>
public sealed record Comparison(int Left, int Right, int? Preferred, int Tokens = 0, string? Missing = null);
