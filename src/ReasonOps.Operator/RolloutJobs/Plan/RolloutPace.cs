namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>How fast a job is followed.</summary>
/// <param name="Look">Between two looks at the workers' figures, and the shortest between two writes of a status that says the same but for figures.</param>
public sealed record RolloutPace(TimeSpan Look)
{
    public static RolloutPace Usual { get; } = new(TimeSpan.FromSeconds(10));
}
