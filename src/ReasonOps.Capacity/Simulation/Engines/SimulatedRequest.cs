using ReasonOps.Capacity.Simulation.Loads;

namespace ReasonOps.Capacity.Simulation.Engines;

/// <summary>A request and what became of it.</summary>
internal sealed class SimulatedRequest(Request request, bool closedLoop)
{
    public Request Asked => request;

    public bool ClosedLoop => closedLoop;

    /// <summary>Chains that have not ended.</summary>
    public int Alive = request.Votes;

    /// <summary>When the first token of any came; negative: not yet.</summary>
    public double FirstAt = -1;

    /// <summary>Tokens a second of its slowest chain so far.</summary>
    public double Slowest = double.PositiveInfinity;

    /// <summary>A chain of it did not fit an engine by itself.</summary>
    public bool Cut;
}
