namespace ReasonOps.Verification.Equivalence;

/// <summary>The steps that are left. Counted, not timed: the same texts always end the same way.</summary>
internal sealed class Work(int steps)
{
    private long _left = steps;

    public bool IsSpent => _left <= 0;

    /// <summary>Whether there were as many.</summary>
    public bool Spend(long steps) => (_left -= steps) > 0;
}
