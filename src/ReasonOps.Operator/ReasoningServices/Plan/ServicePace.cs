namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>How fast a service's replicas follow.</summary>
/// <param name="Look">Between two looks at the figures of engines and gateways.</param>
/// <param name="Fresh">How long figures count after they were read.</param>
/// <param name="Pause">Between one replica that goes and the next.</param>
public sealed record ServicePace(TimeSpan Look, TimeSpan Fresh, TimeSpan Pause)
{
    public static ServicePace Usual { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30));
}
