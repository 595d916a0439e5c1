using ReasonOps.Capacity.Simulation.Loads;

namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>Decides how many replicas there are. One run, one instance: it may remember.</summary>
public interface IPolicy
{
    string Name { get; }

    /// <summary>Seconds between two decisions.</summary>
    double Interval { get; }

    PolicyDecision Decide(Sight sight);

    /// <summary>What a gateway sees, and engines do not tell.</summary>
    void Arrived(in Request request)
    {
    }

    /// <param name="cut">By its budget.</param>
    void ChainEnded(int tokens, bool cut)
    {
    }
}

/// <param name="Leaves">The replica that goes first, by number; null: as a Deployment does, one that starts, else the youngest.</param>
public readonly record struct PolicyDecision(int Replicas, int? Leaves = null);
