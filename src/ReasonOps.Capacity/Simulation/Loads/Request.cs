namespace ReasonOps.Capacity.Simulation.Loads;

/// <summary>A request as it will turn out; only <paramref name="At"/>, <paramref name="Prompt"/>, the votes' number and <paramref name="Most"/> are known beforehand.</summary>
/// <param name="At">Seconds from the beginning.</param>
/// <param name="Prompt">Tokens, 1 or more; shared by all votes.</param>
/// <param name="Tokens">That the first vote's chain comes to, 1 or more.</param>
/// <param name="Most">Budget of a chain.</param>
/// <param name="Others">What the other votes' chains come to.</param>
public readonly record struct Request(double At, int Prompt, int Tokens, int Most, IReadOnlyList<int>? Others = null)
{
    public int Votes => 1 + (Others?.Count ?? 0);
}
