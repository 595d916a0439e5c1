using ReasonOps.Capacity.Simulation.Policies;
using ReasonOps.Capacity.Simulation.Results;

namespace ReasonOps.Capacity.Simulation;

/// <summary>
/// Policies on one load. A peer is run at its documented default and at other targets, on the very load it is measured on, and the cheapest that reaches the goal
/// counts, or else the one that comes nearest: nobody could tune it better. Ours is tuned in the same way, by its occupancy alone.
/// </summary>
public static class Contest
{
    public const double Goal = 0.99;

    /// <summary>Names: ours, peers, and the two bounds.</summary>
    public static IReadOnlyList<string> Policies { get; } = ["reasonops", "hpa", "keda", "kpa", "apa", "llmd-saturation", "llmd-slo", "kubeai", "static", "oracle"];

    /// <summary>Runs one policy, at its best.</summary>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public static Outcome Run(string policy, Scenario scenario, int seed, CancellationToken cancellation = default) => policy switch
    {
        "oracle" => new Oracle(scenario, seed, Goal).Search(cancellation),
        _ => Best(Variants(policy, scenario).Select(peer => Simulator.Run(scenario, peer, seed, cancellation))),
    };

    /// <summary>A policy at its default, which is first, and at other targets.</summary>
    public static IEnumerable<IPolicy> Variants(string policy, Scenario scenario) => policy switch
    {
        "reasonops" => Targets(0.8, 1, 0.95, 0.9, 0.85, 0.75, 0.7, 0.6).Select(occupancy => new ReasonOpsPolicy(ReasonOpsPolicy.Law(scenario) with { Occupancy = occupancy })),
        "hpa" => Targets(0.8, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2).Select(target => new HpaPolicy(target)),
        "keda" => Targets(5, 20, 10, 2, 1, 0.5).Select(target => new KedaPolicy(target)),
        "kpa" => Targets(0.5, 0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2).Select(target => new KpaPolicy(target)),
        "apa" => Targets(0.5, 0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2).Select(target => new ApaPolicy(target)),
        "llmd-saturation" => Targets(0.1, 0.02, 0.05, 0.15, 0.2, 0.3, 0.4, 0.5).Select(spare => new WvaSaturationPolicy(spare)),
        "llmd-slo" => Targets(0.9, 1.1, 1, 0.8, 0.7, 0.6, 0.5).Select(load => new WvaSloPolicy(load)),
        "kubeai" => Targets(100, 200, 150, 75, 50, 35, 25, 18, 12, 8).Select(target => new KubeAiPolicy(target)),
        "static" => Enumerable.Range(1, scenario.MaxReplicas).Select(replicas => new StaticPolicy(replicas)),
        _ => throw new ArgumentException($"{policy} is no policy; there are {string.Join(", ", Policies)}", nameof(policy)),
    };

    private static Outcome Best(IEnumerable<Outcome> outcomes)
    {
        Outcome? best = null;
        foreach (var outcome in outcomes)
        {
            if (best is null || Better(outcome, best)) best = outcome;
            // More of the same is dearer: a static fleet that suffices ends the search.
            if (outcome.Policy.StartsWith("static", StringComparison.Ordinal) && outcome.Attainment >= Goal) break;
        }
        return best!;
    }

    private static bool Better(Outcome one, Outcome other) => (one.Attainment >= Goal, other.Attainment >= Goal) switch
    {
        (true, true) => one.GpuHours < other.GpuHours,
        (var reaches, var otherReaches) when reaches != otherReaches => reaches,
        _ => one.Attainment > other.Attainment,
    };

    private static double[] Targets(params double[] targets) => targets;
}
