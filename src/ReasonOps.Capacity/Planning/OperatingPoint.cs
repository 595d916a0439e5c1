namespace ReasonOps.Capacity.Planning;

/// <summary>A replica at a steady batch.</summary>
/// <param name="Batch">Chains that run at once, 1 or more.</param>
/// <param name="Binds">What keeps it from being larger.</param>
/// <param name="StepSeconds">From one token of a chain to its next.</param>
/// <param name="KeepsPace">Whether each chain gets the tokens a second that were asked for; else one alone is too slow.</param>
public sealed record OperatingPoint(long Batch, Bound Binds, double StepSeconds, bool KeepsPace)
{
    /// <summary>Of one chain: what a user sees.</summary>
    public double TokensPerSecondEach => 1 / StepSeconds;

    /// <summary>Of all chains.</summary>
    public double TokensPerSecond => Batch / StepSeconds;
}
