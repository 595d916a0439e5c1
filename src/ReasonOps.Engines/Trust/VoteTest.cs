namespace ReasonOps.Engines.Trust;

/// <summary>
/// Whether one engine's votes lose more often than those of the others. A request counts once, by the share of the engine's votes in it that lost:
/// the votes of one question are not independent, questions are. Betting on "no more than usual" multiplies the wealth by <c>1 + L (share - usual)</c>
/// a request, so while that holds it passes <c>1/a</c> at most once in <c>1/a</c> requests, however the shares are distributed
/// (e-detectors, arXiv:2203.03532). The wealth never falls below 1, so an engine that turns bad late is found as soon as a new one.
/// </summary>
public sealed class VoteTest
{
    /// <summary>What an honest engine comes to once in a million requests at most.</summary>
    public const double Alarm = 1e6;

    /// <summary>Requests of the others below which nothing is known of what is usual.</summary>
    public const int LeastUsual = 30;

    /// <summary>Above the others' mean: what their own noise, and an uneven deal of hard questions, may bring.</summary>
    private const double Tolerance = 0.05;
    private const double Stake = 0.5;

    private double _wealth = 1;

    /// <summary>Requests with at least one of the engine's votes.</summary>
    public long Requests { get; private set; }

    /// <summary>Sum of the shares, in requests.</summary>
    public double Lost { get; private set; }

    /// <summary>Share of its votes that lost, over all requests; null before the first.</summary>
    public double? Disagreement => Requests == 0 ? null : Lost / Requests;

    /// <summary>0 to 1: how far the wealth has come to the alarm, by magnitude.</summary>
    public double Evidence => Math.Clamp(Math.Log(_wealth) / Math.Log(Alarm), 0, 1);

    /// <param name="lost">Share of the engine's votes in the request that lost, 0 to 1.</param>
    /// <param name="others">Requests of the other engines, and the sum of their shares.</param>
    /// <returns>True once the alarm is reached.</returns>
    public bool Observe(double lost, (long Requests, double Lost) others)
    {
        Requests++;
        Lost += lost;
        if (others.Requests < LeastUsual) return false;
        var usual = Math.Min(1, (others.Lost / others.Requests) + Tolerance);
        _wealth = Math.Min(Alarm, Math.Max(1, _wealth) * (1 + (Stake * (lost - usual))));
        return _wealth >= Alarm;
    }
}
