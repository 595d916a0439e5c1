namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>
/// Kubernetes' HorizontalPodAutoscaler on the pods' mean KV occupancy: replicas x mean / target, nothing within a tenth of the target, a sync every 15 s; pods that
/// are not ready count as idle when that would bring more (documentation of HorizontalPodAutoscaler, 1.30).
/// </summary>
public sealed class HpaPolicy(double target) : IPolicy
{
    private const double Tolerance = 0.1;

    private readonly Stabilized _stabilized = new();

    public string Name => FormattableString.Invariant($"hpa kv {target:0.##}");

    public double Interval => 15;

    public PolicyDecision Decide(Sight sight) => new(_stabilized.Of(sight.Now, sight.Wanted, Recommend(sight.Wanted, [.. sight.Occupancies], sight.Starting, target)));

    /// <param name="ready">Occupancy of each ready pod.</param>
    /// <param name="starting">Pods that are not.</param>
    internal static int Recommend(int wanted, IReadOnlyList<double> ready, int starting, double target)
    {
        if (ready.Count == 0) return wanted;
        var ratio = ready.Average() / target;
        if (Math.Abs(ratio - 1) <= Tolerance) return wanted;
        if (ratio < 1 || starting == 0) return Whole(ratio * ready.Count) is var asked && ratio > 1 ? Math.Max(wanted, asked) : asked;
        var pods = ready.Count + starting;
        var counted = ready.Sum() / pods / target;
        return counted <= 1 + Tolerance ? wanted : Math.Max(wanted, Whole(counted * pods));
    }

    private static int Whole(double replicas) => (int)Math.Ceiling(replicas - 1e-9);
}
