using ReasonOps.Capacity.Simulation.Results;

namespace ReasonOps.Cli.Simulation;

/// <summary>How a policy fared on a load.</summary>
/// <param name="Attainment">Share of requests served as promised, 0..1.</param>
/// <param name="Late">Requests whose first token came too late.</param>
/// <param name="Slow">With a chain below its tokens a second.</param>
/// <param name="Overdue">Past their deadline.</param>
/// <param name="Gone">Whose client did not wait for room.</param>
/// <param name="Unfit">Larger than a replica's KV cache.</param>
/// <param name="Turns">How often the wanted replicas changed direction.</param>
internal sealed record SimulationRow(
    string Policy, long Requests, double Attainment, double GpuHours, double FirstTokenP99Seconds, long Late, long Slow, long Overdue, long Gone, long Unfit,
    long Preemptions, int Turns, int MostReplicas)
{
    public static SimulationRow Of(Outcome outcome) => new(
        outcome.Policy, outcome.Requests, outcome.Attainment, outcome.GpuHours, outcome.FirstTokenP99, outcome.Late, outcome.Slow, outcome.Overdue, outcome.Gone,
        outcome.Unfit, outcome.Preemptions, outcome.Turns, outcome.MostReplicas);
}
