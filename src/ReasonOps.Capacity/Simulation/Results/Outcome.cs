namespace ReasonOps.Capacity.Simulation.Results;

/// <summary>What a policy came to on a load.</summary>
/// <param name="Requests">That arrived, open-loop.</param>
/// <param name="Attained">Of them, those served as promised.</param>
/// <param name="Late">Whose first token came too late.</param>
/// <param name="Slow">With a chain below its tokens a second.</param>
/// <param name="Overdue">Past their deadline.</param>
/// <param name="Gone">Whose client did not wait for room.</param>
/// <param name="Unfit">With a prompt or a chain larger than a replica's KV cache.</param>
/// <param name="GpuHours">Of replicas from their creation to their end, starting and draining too.</param>
/// <param name="Preemptions">Chains that had to leave a full cache and be computed again.</param>
/// <param name="Turns">How often the wanted replicas changed direction.</param>
/// <param name="Moments">A point each half minute.</param>
public sealed record Outcome(
    string Policy, long Requests, long Attained, long Late, long Slow, long Overdue, long Gone, long Unfit, double GpuHours, long Preemptions, int Turns,
    double FirstTokenP99, long ClosedLoopTokens, IReadOnlyList<Moment> Moments)
{
    /// <summary>0 to 1.</summary>
    public double Attainment => Requests == 0 ? 1 : (double)Attained / Requests;

    public int MostReplicas => Moments.Count == 0 ? 0 : Moments.Max(moment => moment.Ready + moment.Starting + moment.Draining);
}

/// <param name="At">Seconds from the beginning.</param>
/// <param name="Tokens">KV tokens in use, all replicas.</param>
/// <param name="Waiting">Requests without a place.</param>
/// <param name="Missed">Requests since the moment before that arrived half a minute or longer ago and were not served as promised.</param>
public readonly record struct Moment(double At, int Ready, int Starting, int Draining, double Tokens, int Waiting, int Missed);
