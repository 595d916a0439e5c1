using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Simulation;
using ReasonOps.Capacity.Simulation.Loads;
using ReasonOps.Capacity.Simulation.Policies;
using ReasonOps.Capacity.Simulation.Results;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Tests.Simulation;

public class SimulatorTests
{
    /// <summary>8B parameters on 40 GB: about 150,000 KV tokens, 23 ms a step.</summary>
    private static readonly Roofline Small = new(
        new ModelDimensions { Name = "small", Layers = 32, AttentionHeads = 32, KeyValueHeads = 8, HeadSize = 128, Parameters = 8e9 }, new Accelerator("card", 40e9, 1e12, 200e12), 1);

    [Fact]
    public void Every_request_ends_or_is_told_why()
    {
        foreach (var policy in Contest.Policies.Except(["oracle", "static"]))
        {
            var scenario = Bursts();
            var outcome = Simulator.Run(scenario, policy == "reasonops" ? new ReasonOpsPolicy(scenario) : Contest.Variants(policy, scenario).First(), 3);
            Assert.Equal(scenario.Load(3).Count(), outcome.Requests);
            Assert.Equal(outcome.Requests, outcome.Attained + outcome.Late + outcome.Slow + outcome.Overdue + outcome.Gone + outcome.Unfit);
            Assert.True(outcome.MostReplicas >= 1 && outcome.GpuHours > 0);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_outcome_and_another_another()
    {
        var (one, same, other) = (Run(5), Run(5), Run(6));
        Assert.Equal(one with { Moments = [] }, same with { Moments = [] });
        Assert.Equal(one.Moments, same.Moments);
        Assert.NotEqual(one with { Moments = [] }, other with { Moments = [] });

        static Outcome Run(int seed) => Simulator.Run(Bursts(), new ReasonOpsPolicy(Bursts()), seed);
    }

    [Fact]
    public void One_chain_alone_takes_as_long_as_the_roofline_says()
    {
        var outcome = One(new Request(0, 1000, 2000, 4096), new Slo(10, 1, 1e6));
        Assert.Equal(1, outcome.Attained);
        var seconds = 2000 * Small.StepSeconds(1, 2000) + 1000.0 / 512 * Small.StepSeconds(0, 0, 512);
        Assert.Equal(1, One(new Request(0, 1000, 2000, 4096), new Slo(10, 1, 1.02 * seconds)).Attained);
        Assert.Equal(1, One(new Request(0, 1000, 2000, 4096), new Slo(10, 1, 0.98 * seconds)).Overdue);
    }

    [Fact]
    public void A_pace_the_roofline_does_not_reach_is_missed()
    {
        var pace = 1 / Small.StepSeconds(1, 2000);
        Assert.Equal(1, One(new Request(0, 1000, 2000, 4096), new Slo(10, 0.95 * pace, 1e6)).Attained);
        Assert.Equal(1, One(new Request(0, 1000, 2000, 4096), new Slo(10, 1.05 * pace, 1e6)).Slow);
    }

    [Fact]
    public void Votes_hold_their_prompt_once()
    {
        var capacity = (int)Small.CapacityTokens();
        var votes = new Request(0, capacity / 2, 1000, 4096, [1000, 1000, 1000]);
        var shared = Simulator.Run(Fixed([votes]), new StaticPolicy(1), 1);
        Assert.Equal((1, 0, 1), (shared.Attained, shared.Preemptions, shared.Requests));
        Assert.InRange(shared.Moments.Max(moment => moment.Tokens), capacity / 2, capacity / 2 + 4001);
        var apart = Simulator.Run(Fixed([.. Enumerable.Range(0, 4).Select(_ => votes with { Others = null })]), new StaticPolicy(1), 1);
        Assert.True(apart.Moments.Max(moment => moment.Waiting) >= 2);
    }

    [Fact]
    public void A_full_cache_preempts_the_last_to_come_and_serves_it_in_the_end()
    {
        var capacity = (int)Small.CapacityTokens();
        var outcome = Simulator.Run(Fixed([.. Enumerable.Range(0, 40).Select(i => new Request(i, 100, capacity / 12, capacity))]), new StaticPolicy(1), 1);
        Assert.True(outcome.Preemptions > 0);
        Assert.Equal(40, outcome.Attained);
        Assert.All(outcome.Moments, moment => Assert.True(moment.Tokens <= capacity + 1));
    }

    [Fact]
    public void What_fits_no_replica_is_told_so()
    {
        var capacity = (int)Small.CapacityTokens();
        Assert.Equal(1, One(new Request(0, capacity + 1, 10, 10), new Slo(10, 1, 1e6)).Unfit);
        Assert.Equal(1, One(new Request(0, 100, 2 * capacity, 3 * capacity), new Slo(10, 1, 1e6)).Unfit);
    }

    [Fact]
    public void A_client_that_waits_too_long_has_gone()
    {
        var outcome = Simulator.Run(Fixed([.. Enumerable.Range(0, 2000).Select(i => new Request(i * 0.01, 2000, 6000, 8192))]), new StaticPolicy(1), 1);
        Assert.True(outcome.Gone > 100);
        Assert.Equal(2000, outcome.Requests);
    }

    [Fact]
    public void A_closed_loop_takes_what_is_left_and_is_not_counted_among_the_promises()
    {
        var scenario = Bursts() with { Beside = new ClosedLoop(500, 200, 2000) };
        var outcome = Simulator.Run(scenario, new StaticPolicy(4), 1);
        Assert.True(outcome.ClosedLoopTokens > 0);
        Assert.Equal(scenario.Load(1).Count(), outcome.Requests);
    }

    [Fact]
    public void A_closed_loop_that_would_fill_any_fleet_does_not_drive_it_to_the_maximum()
    {
        var scenario = Bursts() with { Beside = new ClosedLoop(5000, 200, 2000) };
        var outcome = Simulator.Run(scenario, new ReasonOpsPolicy(scenario), 1);
        Assert.True(outcome.ClosedLoopTokens > 1_000_000);
        Assert.InRange(outcome.MostReplicas, 1, scenario.MaxReplicas - 1);
    }

    [Fact]
    public void With_the_future_known_it_is_no_dearer_than_the_cheapest_fixed_fleet()
    {
        var scenario = Bursts();
        var (oracle, fixedFleet) = (Contest.Run("oracle", scenario, 2), Contest.Run("static", scenario, 2));
        Assert.True(oracle.Attainment >= Contest.Goal);
        Assert.True(oracle.GpuHours <= fixedFleet.GpuHours + 1e-9);
    }

    [Fact]
    public void A_plot_holds_every_policy()
    {
        var outcome = Simulator.Run(Bursts(), new StaticPolicy(2), 1);
        var svg = TimelinePlot.Write("a < b", [outcome, outcome with { Policy = "other" }], Small.CapacityTokens());
        Assert.Contains("a &lt; b", svg, StringComparison.Ordinal);
        Assert.Contains("static 2", svg, StringComparison.Ordinal);
        Assert.Contains("other", svg, StringComparison.Ordinal);
    }

    private static Outcome One(Request request, Slo slo) => Simulator.Run(Fixed([request]) with { Slo = slo }, new StaticPolicy(1), 1);

    private static Scenario Fixed(IReadOnlyList<Request> requests) => new() { Replica = Small, Slo = new(1e6, 1e-6, 1e6), MaxReplicas = 1, Load = _ => requests };

    private static Scenario Bursts() => new()
    {
        Replica = Small, Slo = new(5, 5, 600), MaxReplicas = 12, FirstReplicas = 2, StartUp = 60, Load = seed => Generated.Bursts(seed, 1, 2, seconds: 5400),
    };
}
