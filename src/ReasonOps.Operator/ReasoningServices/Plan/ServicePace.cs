namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>How fast a service's replicas follow.</summary>
/// <param name="Look">Between two looks at the figures of engines and gateways.</param>
/// <param name="Fresh">How long figures count after they were read.</param>
/// <param name="Pause">Between one replica that goes and the next.</param>
/// <param name="StartUp">From an engine's creation to its readiness, until one was seen to start.</param>
/// <param name="Told">Between two values of the occupancy in the status, at the least.</param>
public sealed record ServicePace(TimeSpan Look, TimeSpan Fresh, TimeSpan Pause, TimeSpan StartUp, TimeSpan Told)
{
    public static ServicePace Usual { get; } = new(
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30));
}
