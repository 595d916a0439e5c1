namespace ReasonOps.Reasoning.Rewards;

public enum RewardKind
{
    /// <summary>One number for the whole chain (ORM).</summary>
    Outcome,

    /// <summary>One number for every step (PRM).</summary>
    Process,
}

/// <summary>What a reward model said of a chain.</summary>
/// <param name="Steps">0 to 1 each: one a step of a process reward, one in all of an outcome reward. Empty where it could not be had.</param>
/// <param name="Missing">Why it could not be had.</param>
public sealed record Reward(IReadOnlyList<double> Steps, string? Missing = null)
{
    public static Reward None(string why) => new([], why);
}

/// <summary>How the rewards of steps become one of their chain (arXiv:2305.20050, arXiv:2408.03314).</summary>
public enum RewardAggregate
{
    Last,
    Min,
    Product,
}

public static class RewardAggregates
{
    /// <returns>Null where there is no reward.</returns>
    public static double? Of(this RewardAggregate aggregate, Reward? reward) => reward is not { Steps: { Count: > 0 } steps } ? null : aggregate switch
    {
        RewardAggregate.Last => steps[^1],
        RewardAggregate.Min => steps.Min(),
        _ => steps.Aggregate(1.0, (product, step) => product * step),
    };
}
