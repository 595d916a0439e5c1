namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>KubeAI (0.20): active requests, a mean over ten minutes of samples every ten seconds, over the requests a replica shall have; fewer when that held for 30 s.</summary>
public sealed class KubeAiPolicy(double target) : IPolicy
{
    private const int Samples = 60;
    private const int Consecutive = 3;

    private readonly Queue<double> _active = new();
    private int _below;

    public string Name => FormattableString.Invariant($"kubeai {target:0.##}");

    public double Interval => 10;

    public PolicyDecision Decide(Sight sight)
    {
        // KubeAI's window begins full of zeros; one full of what the replicas would be there for is kinder.
        while (_active.Count < Samples) _active.Enqueue(target * sight.Wanted);
        _active.Enqueue(sight.Active);
        _active.Dequeue();
        var replicas = Recommend(_active.Average(), target);
        _below = replicas < sight.Wanted ? _below + 1 : 0;
        return new(replicas >= sight.Wanted || _below >= Consecutive ? replicas : sight.Wanted);
    }

    internal static int Recommend(double active, double target) => (int)Math.Ceiling(active / target);
}
