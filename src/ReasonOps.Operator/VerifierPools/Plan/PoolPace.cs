namespace ReasonOps.Operator.VerifierPools.Plan;

/// <summary>How fast a pool follows.</summary>
/// <param name="Look">Between two looks at the verifiers' figures.</param>
/// <param name="Stable">How long fewer verifiers must do before the first one goes.</param>
/// <param name="Pause">Between one that goes and the next.</param>
public sealed record PoolPace(TimeSpan Look, TimeSpan Stable, TimeSpan Pause)
{
    public static PoolPace Usual { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
}
