using ReasonOps.Capacity.Simulation.Policies;
using ReasonOps.Capacity.Simulation.Results;

namespace ReasonOps.Capacity.Simulation;

/// <summary>A policy on a load, without a clock: the same scenario, policy and seed give the same outcome.</summary>
public static class Simulator
{
    public static Outcome Run(Scenario scenario, IPolicy policy, int seed, CancellationToken cancellation = default) =>
        new Cluster(scenario, policy, seed).Run(scenario.Load(seed), cancellation);
}
