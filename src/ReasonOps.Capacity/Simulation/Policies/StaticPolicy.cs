namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>Always as many: what is bought for the peak.</summary>
public sealed class StaticPolicy(int replicas) : IPolicy
{
    public string Name => $"static {replicas}";

    public double Interval => 60;

    public PolicyDecision Decide(Sight sight) => new(replicas);
}
