namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>
/// AIBrix's KPA (0.4, after Knative's): the sum of KV occupancies over a target, by a mean over a minute; by one over ten seconds while that asks for twice
/// what is ready, and then nothing goes. At most twice as many and half as many at once, and fewer only after a delay.
/// </summary>
public sealed class KpaPolicy(double target) : IPolicy
{
    private const double StableSeconds = 60;
    private const double PanicSeconds = 10;
    private const double PanicThreshold = 2;
    private const double Rate = 2;

    private readonly Stabilized _delay = new();
    private readonly Queue<(double At, double Sum)> _seen = new();
    private double _panicUntil = double.NegativeInfinity;
    private int _most;

    public string Name => FormattableString.Invariant($"aibrix kpa {target:0.##}");

    public double Interval => 10;

    public PolicyDecision Decide(Sight sight)
    {
        var ready = sight.Ready;
        _seen.Enqueue((sight.Now, sight.Occupancies.Sum()));
        while (_seen.Peek().At < sight.Now - StableSeconds) _seen.Dequeue();
        var (stable, panic) = (Pods(StableSeconds), Pods(PanicSeconds));
        if (panic / Math.Max(1.0, ready) >= PanicThreshold) _panicUntil = sight.Now + StableSeconds;
        if (sight.Now >= _panicUntil) _most = 0;
        else stable = _most = Math.Max(_most, Math.Max(stable, panic));
        // What starts is not ready: nobody sends it away for that.
        return new(stable > ready ? Math.Max(sight.Wanted, stable) : _delay.Of(sight.Now, sight.Wanted, stable));

        int Pods(double seconds)
        {
            var mean = _seen.Where(each => each.At > sight.Now - seconds).Average(each => each.Sum);
            return Recommend(ready, mean, target);
        }
    }

    internal static int Recommend(int ready, double sum, double target) =>
        (int)Math.Min(Math.Max(Math.Ceiling(sum / target), Math.Floor(ready / Rate)), Math.Max(1, Math.Ceiling(Rate * ready)));
}
