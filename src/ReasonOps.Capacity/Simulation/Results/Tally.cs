using ReasonOps.Capacity.Simulation.Engines;

namespace ReasonOps.Capacity.Simulation.Results;

/// <summary>Counts requests as they end; each exactly once.</summary>
internal sealed class Tally(Slo slo)
{
    private const int BinsPerOctave = 8;

    /// <summary>Chains shorter than this have no pace to speak of.</summary>
    private const int Short = 16;

    private readonly long[] _firsts = new long[40 * BinsPerOctave];
    private long _attained;
    private long _late;
    private long _slow;
    private long _overdue;
    private long _gone;
    private long _unfit;

    public long Ended { get; private set; }

    public long Missed => Ended - _attained;


    public long ClosedLoopTokens { get; private set; }

    public void ChainEnded(SimulatedChain chain, double now)
    {
        var request = chain.Request;
        if (request.ClosedLoop) ClosedLoopTokens += chain.Length;
        if (request.FirstAt < 0 || chain.FirstAt < request.FirstAt) request.FirstAt = chain.FirstAt;
        if (chain.Length >= Short) request.Slowest = Math.Min(request.Slowest, (chain.Length - 1) / Math.Max(1e-9, now - chain.FirstAt));
    }

    public void Served(SimulatedRequest request, double now)
    {
        if (request.ClosedLoop) return;
        var first = request.FirstAt - request.Asked.At;
        _firsts[Math.Clamp((int)((Math.Log2(Math.Max(1e-3, first)) + 10) * BinsPerOctave), 0, _firsts.Length - 1)]++;
        var (late, slow, overdue) = (first > slo.FirstToken, request.Slowest < slo.TokensPerSecond, now - request.Asked.At > slo.Deadline);
        if (request.Cut) _unfit++;
        else if (late) _late++;
        else if (slow) _slow++;
        else if (overdue) _overdue++;
        End(!(request.Cut || late || slow || overdue));
    }

    public void Gone(SimulatedRequest request)
    {
        if (request.ClosedLoop) return;
        _gone++;
        End(false);
    }

    public void Unfit(SimulatedRequest request)
    {
        if (request.ClosedLoop) return;
        _unfit++;
        End(false);
    }

    public Outcome Outcome(string policy, double gpuHours, long preemptions, int turns, IReadOnlyList<Moment> moments) =>
        new(policy, Ended, _attained, _late, _slow, _overdue, _gone, _unfit, gpuHours, preemptions, turns, FirstTokens(0.99), ClosedLoopTokens, moments);

    private void End(bool attained)
    {
        Ended++;
        if (attained) _attained++;
    }

    /// <summary>Seconds, to a tenth of themselves.</summary>
    private double FirstTokens(double share)
    {
        var (left, bin) = ((1 - share) * _firsts.Sum(), _firsts.Length);
        while (bin > 0 && (left -= _firsts[--bin]) >= 0)
        {
        }
        return Math.Pow(2, (bin + 0.5) / BinsPerOctave - 10);
    }
}
