using System.Globalization;
using ReasonOps.Capacity.Forecasts;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Capacity.Simulation.Loads;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>Our law, told what the gateway and the engines tell it.</summary>
public sealed class ReasonOpsPolicy : IPolicy
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly DemandForecaster _forecaster = new();
    private readonly ScalingLaw _law;
    private ScalingMemory _memory = ScalingMemory.None;

    public ReasonOpsPolicy(Scenario scenario) : this(Law(scenario))
    {
    }

    public ReasonOpsPolicy(ScalingLaw law) => _law = law;

    public string Name => FormattableString.Invariant($"reasonops {_law.Occupancy:0.##}");

    public double Interval => 15;

    /// <summary>The last decision, for people.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>As an operator makes it of a manifest: bounds, and what the roofline says of the shape.</summary>
    public static ScalingLaw Law(Scenario scenario) => new()
    {
        MinReplicas = scenario.MinReplicas,
        MaxReplicas = scenario.MaxReplicas,
        CapacityTokens = scenario.CapacityTokens,
        SpeedTokens = ReplicaSpeed.SpeedTokens(scenario.Replica, scenario.Slo.TokensPerSecond),
        ComputeTokensPerSecond = ReplicaSpeed.ComputeTokensPerSecond(scenario.Replica),
        FullStep = ReplicaSpeed.FullStep(scenario.Replica, scenario.CapacityTokens),
        StartUp = TimeSpan.FromSeconds(scenario.StartUp),
    };

    public void Arrived(in Request request) => _forecaster.Arrived("all", Start.AddSeconds(request.At), request.Prompt, request.Votes, request.Most);

    public void ChainEnded(int tokens, bool cut) => _forecaster.Ended("all", tokens, cut);

    public PolicyDecision Decide(Sight sight)
    {
        var now = Start.AddSeconds(sight.Now);
        var demand = _forecaster.Forecast(now, sight.Live, sight.WaitingRequests);
        var input = new ScalingInput(now, sight.Wanted, sight.Replicas(Start, Rest), demand);
        var decision = Autoscaler.Decide(_law, input, _memory);
        (_memory, Reason) = (decision.Memory, decision.Reason);
        return new(decision.Replicas, decision.Leaves is { } name ? int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture) : null);

        double Rest(LiveChain chain) => chain.TokensPerSecond > 0 ? _forecaster.MeanRest(chain.Tenant, chain.Tokens, chain.Most) / chain.TokensPerSecond : 0;
    }
}
