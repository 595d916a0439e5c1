namespace ReasonOps.Verification.Equivalence;

/// <summary>How near is equal, and how much of the form counts.</summary>
public sealed record EquivalenceOptions
{
    public static EquivalenceOptions Default { get; } = new();
}
