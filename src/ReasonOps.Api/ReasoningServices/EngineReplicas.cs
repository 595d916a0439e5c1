namespace ReasonOps.Api.ReasoningServices;

/// <summary>How many engine replicas a service wants where nothing scales it by demand: on one machine, and on a cluster before the first decision.</summary>
/// <param name="Wanted">0 where none are wanted, or where engines already run.</param>
/// <param name="Clamped">For people: why it is not what <c>spec.replicas</c> says; null where it is.</param>
public readonly record struct EngineReplicas(int Wanted, string? Clamped)
{
    /// <summary>
    /// <c>spec.replicas</c>, kept within the bounds of <c>spec.autoscaling</c>; 0 stays 0. Below the least, 1 is raised without a word:
    /// it is also what a server fills in where nobody said a number.
    /// </summary>
    /// <param name="spec">Valid; defaulted or not.</param>
    public static EngineReplicas Of(ReasoningServiceSpec spec)
    {
        var said = spec.Replicas ?? 1;
        if (spec.Engine?.Endpoints is { Count: > 0 })
            return default;
        if (said == 0 || spec.Autoscaling is not { } bounds)
            return new(said, null);
        var least = bounds.MinReplicas ?? 1;
        var most = bounds.MaxReplicas ?? Math.Max(1, least);
        return said < least ? new(least, said == 1 ? null : $"{said} is below autoscaling.minReplicas {least}; {Run(least)}")
            : said > most ? new(most, $"{said} is above autoscaling.maxReplicas {most}; {Run(most)}")
            : new(said, null);
    }

    private static string Run(int replicas) => replicas == 1 ? "1 runs" : $"{replicas} run";
}
