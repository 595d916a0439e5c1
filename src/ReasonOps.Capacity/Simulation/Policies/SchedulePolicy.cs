namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>Follows a plan that was made with the future known: replicas are created so early that they answer in time.</summary>
/// <param name="ready">Replicas that shall answer in each minute.</param>
/// <param name="leadSeconds">A start-up at its longest.</param>
public sealed class SchedulePolicy(IReadOnlyList<int> ready, double leadSeconds) : IPolicy
{
    public string Name => "oracle";

    public double Interval => 15;

    public PolicyDecision Decide(Sight sight)
    {
        var (now, then) = (Minute(sight.Now), Minute(sight.Now + leadSeconds + Interval));
        return new(Enumerable.Range(now, then - now + 1).Max(minute => ready[minute]));
    }

    private int Minute(double at) => Math.Min((int)(at / 60), ready.Count - 1);
}
