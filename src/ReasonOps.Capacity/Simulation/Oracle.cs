using ReasonOps.Capacity.Simulation.Policies;
using ReasonOps.Capacity.Simulation.Results;

namespace ReasonOps.Capacity.Simulation;

/// <summary>
/// The cheapest plan that a search found which knows every arrival, every length and every start-up, and is allowed to miss as many requests as the goal
/// allows. It begins with the demand as it was when room was plenty, scales that to the goal, and takes single replicas out of the plan's blocks while the goal
/// is reached. Not a proven minimum: a plan a little cheaper may exist, and no policy without foresight will find it.
/// </summary>
public sealed class Oracle(Scenario scenario, int seed, double goal = 0.99)
{
    private const int BlockMinutes = 5;
    private const int MostTrials = 120;

    /// <summary>Minutes over which demand is averaged: what is shorter waits.</summary>
    private static readonly int[] Windows = [1, 5, 11];

    private Outcome? _best;
    private int[] _plan = [];
    private bool _reached;

    public Outcome Search(CancellationToken cancellation = default)
    {
        var plenty = Simulator.Run(scenario, new StaticPolicy(scenario.MaxReplicas), seed, cancellation);
        var demand = Demand(plenty);
        foreach (var window in Windows) Scale(Smooth(demand, window), cancellation);
        for (var replicas = Math.Max(1, scenario.MinReplicas); replicas <= scenario.MaxReplicas; replicas++)
        {
            if (Try([.. Enumerable.Repeat(replicas, demand.Length)], cancellation) || _reached) break;
        }
        if (_best is null) return plenty with { Policy = "oracle" };
        TakeOut(cancellation);
        return _best with { Policy = "oracle" };
    }

    /// <summary>From too few to more, by steps that become a replica more here and there.</summary>
    private void Scale(double[] demand, CancellationToken cancellation)
    {
        for (var share = 1.15; share > 0.3; share *= 0.95)
        {
            var plan = demand.Select(tokens => Math.Clamp((int)Math.Ceiling(tokens / (scenario.CapacityTokens * share)), Math.Max(1, scenario.MinReplicas), scenario.MaxReplicas)).ToArray();
            if (Try(plan, cancellation) || _reached) break;
        }
    }

    private static double[] Smooth(double[] demand, int window) =>
        [.. demand.Select((_, minute) => demand.Skip(minute - window / 2).Take(window - Math.Max(0, window / 2 - minute)).Average())];

    private void TakeOut(CancellationToken cancellation)
    {
        var size = Math.Max(BlockMinutes, _plan.Length / (MostTrials / 2));
        var (trials, found) = (0, true);
        while (found && trials < MostTrials)
        {
            found = false;
            for (var from = 0; from < _plan.Length && trials < MostTrials; from += size)
            {
                var plan = _plan.ToArray();
                for (var minute = from; minute < Math.Min(from + size, plan.Length); minute++) plan[minute] = Math.Max(Math.Max(1, scenario.MinReplicas), plan[minute] - 1);
                if (plan.AsSpan().SequenceEqual(_plan)) continue;
                trials++;
                found |= Try(plan, cancellation);
            }
        }
    }

    private bool Try(int[] plan, CancellationToken cancellation)
    {
        var outcome = Simulator.Run(scenario with { FirstReplicas = plan[0] }, new SchedulePolicy(plan, scenario.StartUp * 1.1), seed, cancellation);
        _reached = outcome.Attainment >= goal;
        if (!_reached) return false;
        if (_best is { } best && outcome.GpuHours >= best.GpuHours) return false;
        (_best, _plan) = (outcome, plan);
        return true;
    }

    /// <summary>KV tokens at most in each minute; at least what prompts and steps need is seen by the trials.</summary>
    private static double[] Demand(Outcome plenty)
    {
        var demand = new double[Math.Max(1, (int)((plenty.Moments.Count == 0 ? 0 : plenty.Moments[^1].At) / 60) + 1)];
        foreach (var moment in plenty.Moments) demand[(int)(moment.At / 60)] = Math.Max(demand[(int)(moment.At / 60)], moment.Tokens);
        return demand;
    }
}
