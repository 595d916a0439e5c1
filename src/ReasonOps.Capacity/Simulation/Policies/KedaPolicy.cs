namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>KEDA's Prometheus scaler on waiting requests, as most guides for vLLM have it: one replica for each <paramref name="threshold"/> that wait, through an HPA (KEDA 2.16, <c>AverageValue</c>).</summary>
public sealed class KedaPolicy(double threshold) : IPolicy
{
    private const double Tolerance = 0.1;

    private readonly Stabilized _stabilized = new();

    public string Name => FormattableString.Invariant($"keda waiting {threshold:0.##}");

    public double Interval => 15;

    public PolicyDecision Decide(Sight sight) => new(_stabilized.Of(sight.Now, sight.Wanted, Recommend(sight.Wanted, sight.Waiting, threshold)));

    internal static int Recommend(int wanted, double waiting, double threshold) =>
        wanted > 0 && Math.Abs(waiting / (threshold * wanted) - 1) <= Tolerance ? wanted : (int)Math.Ceiling(waiting / threshold);
}
