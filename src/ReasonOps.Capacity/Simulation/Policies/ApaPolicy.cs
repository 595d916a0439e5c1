namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>
/// AIBrix's APA (0.4): pods x mean KV occupancy / target where that is off by more than a tenth upwards or a fifth downwards, by a mean over half a minute;
/// at most twice as many and half as many at once, fewer after a cooldown of five minutes. Pods that start are left alone, kinder than AIBrix, which multiplies them too.
/// </summary>
public sealed class ApaPolicy(double target) : IPolicy
{
    private const double Window = 30;
    private const double Up = 0.1;
    private const double Down = 0.2;
    private const double Rate = 2;

    private readonly Stabilized _cooldown = new();
    private readonly Queue<(double At, double Mean)> _seen = new();

    public string Name => FormattableString.Invariant($"aibrix apa {target:0.##}");

    public double Interval => 10;

    public PolicyDecision Decide(Sight sight)
    {
        if (sight.Ready == 0) return new(sight.Wanted);
        _seen.Enqueue((sight.Now, sight.Occupancies.Average()));
        while (_seen.Peek().At < sight.Now - Window) _seen.Dequeue();
        var pods = Recommend(sight.Ready, _seen.Average(each => each.Mean), target);
        return new(pods >= sight.Ready ? _cooldown.Of(sight.Now, sight.Wanted, Math.Max(pods, pods == sight.Ready ? sight.Wanted : pods)) : _cooldown.Of(sight.Now, sight.Wanted, pods));
    }

    internal static int Recommend(int pods, double mean, double target)
    {
        var (ratio, asked) = (mean / target, Math.Ceiling(pods * mean / target));
        return ratio > 1 + Up ? (int)Math.Min(asked, Math.Ceiling(Rate * pods))
            : ratio < 1 - Down ? (int)Math.Max(asked, Math.Floor(pods / Rate))
            : pods;
    }
}
