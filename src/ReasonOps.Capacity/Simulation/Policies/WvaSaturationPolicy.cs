namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>
/// llm-d's Workload Variant Autoscaler (0.7), saturation analyzer: one more when the replicas that are not saturated (KV 0.8, queue 5) have less to spare on
/// average than the triggers (KV <paramref name="spare"/>, queue 3), or none is left; none while one starts; one fewer when the others would keep that to spare. Its figure goes through an HPA.
/// </summary>
public sealed class WvaSaturationPolicy(double spare = 0.1) : IPolicy
{
    private const double Saturated = 0.8;
    private const double SaturatedQueue = 5;
    private const double SpareQueue = 3;

    private readonly Stabilized _stabilized = new();

    public string Name => FormattableString.Invariant($"llm-d saturation {spare:0.##}");

    public double Interval => 30;

    public PolicyDecision Decide(Sight sight)
    {
        var queue = sight.Ready == 0 ? 0 : sight.Waiting / sight.Ready;
        return new(_stabilized.Of(sight.Now, sight.Wanted, Recommend(sight.Wanted, [.. sight.Occupancies.Select(occupancy => (occupancy, queue))], sight.Starting, spare)));
    }

    internal static int Recommend(int wanted, IReadOnlyList<(double Occupancy, double Queue)> ready, int starting, double spare)
    {
        if (ready.Count == 0 || starting > 0) return wanted;
        var free = ready.Where(each => each.Occupancy < Saturated && each.Queue < SaturatedQueue).ToList();
        if (free.Count == 0 || Saturated - free.Average(each => each.Occupancy) < spare || SaturatedQueue - free.Average(each => each.Queue) < SpareQueue) return wanted + 1;
        if (free.Count < 2) return wanted;
        var left = free.Count - 1;
        var enough = Saturated - free.Sum(each => each.Occupancy) / left >= spare && SaturatedQueue - free.Sum(each => each.Queue) / left >= SpareQueue;
        return enough ? wanted - 1 : wanted;
    }
}
