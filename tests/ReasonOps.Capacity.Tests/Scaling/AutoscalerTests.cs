using ReasonOps.Capacity.Scaling;
using static ReasonOps.Capacity.Tests.Scaling.Scenes;

namespace ReasonOps.Capacity.Tests.Scaling;

public class AutoscalerTests
{
    [Fact]
    public void A_rise_that_is_foreseen_brings_as_many_as_it_needs_at_once()
    {
        var decision = Decide(Input(2, Demand(150_000, 430_000), Ready(1, 0.75), Ready(2, 0.75)));
        Assert.Equal(6, decision.Replicas);
        Assert.Equal("forecast 430k KV tokens in 120 s, 2 replicas hold 160k at 80 %", decision.Reason);
        Assert.Equal(430_000, decision.Demand!.Value, 1.0);
    }

    [Fact]
    public void Replicas_that_start_are_counted_and_not_wanted_twice() =>
        Assert.Equal(4, Decide(Input(4, Demand(150_000, 300_000), Ready(1, 0.75), Ready(2, 0.75), Other(3, ReplicaPhase.Starting), Other(4, ReplicaPhase.Starting))).Replicas);

    [Fact]
    public void Requests_held_back_are_demand() =>
        Assert.Equal(4, Decide(Input(2, Demand(150_000, 150_000, waiting: 30, waitingTokens: 120_000), Ready(1, 0.75), Ready(2, 0.75))).Replicas);

    [Fact]
    public void Chains_that_drain_need_no_room_elsewhere() =>
        Assert.Equal(1, Decide(Input(1, Demand(150_000, 150_000), Ready(1, 0.7), Other(2, ReplicaPhase.Draining, 0.8))).Replicas);

    [Fact]
    public void Draining_replicas_stay_in_the_budget_until_they_are_gone()
    {
        var decision = Decide(Input(5, Demand(900_000, 900_000), [.. Enumerable.Range(1, 5).Select(i => Ready(i, 0.9)), Other(6, ReplicaPhase.Draining), Other(7, ReplicaPhase.Draining)]));
        Assert.Equal(6, decision.Replicas);
        Assert.Contains("6 is all that maxReplicas 8 leaves while 2 drain", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_come_one_at_a_time_when_fewer_did_for_a_while()
    {
        var input = Input(4, Demand(100_000, 100_000), Ready(1, 0.2), Ready(2, 0.2), Ready(3, 0.3, running: 3), Ready(4, 0.2));
        var first = Decide(input);
        Assert.Equal((4, null), (first.Replicas, first.Leaves));
        var kept = Autoscaler.Decide(Law, input.At(299), first.Memory);
        Assert.Equal(4, kept.Replicas);
        var fewer = Autoscaler.Decide(Law, input.At(300), kept.Memory);
        Assert.Equal((3, "r3"), (fewer.Replicas, fewer.Leaves));
        Assert.Contains("2 lately", fewer.Reason, StringComparison.Ordinal);
        var three = input with { Wanted = 3, Replicas = [.. input.Replicas.Where(replica => replica.Name != "r3")] };
        var soon = Autoscaler.Decide(Law, three.At(315), fewer.Memory);
        Assert.Equal(3, soon.Replicas);
        Assert.Equal(2, Autoscaler.Decide(Law, three.At(330), soon.Memory).Replicas);
    }

    [Fact]
    public void A_dip_shorter_than_the_stable_window_takes_none()
    {
        var low = Input(2, Demand(10_000, 10_000), Ready(1, 0.05), Ready(2, 0.05));
        var memory = Decide(low).Memory;
        memory = Autoscaler.Decide(Law, (low with { Demand = Demand(150_000, 150_000) }).At(200), memory).Memory;
        Assert.Equal(2, Autoscaler.Decide(Law, low.At(400), memory).Replicas);
    }

    [Fact]
    public void None_goes_that_will_be_needed_before_another_could_start() =>
        Assert.Equal(2, Decide(Input(2, Demand(100_000, 20_000), Ready(1), Ready(2)), Below).Replicas);

    [Fact]
    public void The_replica_whose_chains_end_soonest_leaves() =>
        Assert.Equal("r2", Decide(Input(2, Demand(10_000, 10_000),
            Ready(1, 0.01, running: 1) with { Rest = TimeSpan.FromSeconds(90) }, Ready(2, 0.09, running: 9) with { Rest = TimeSpan.FromSeconds(20) }), Below).Leaves);

    [Fact]
    public void One_that_has_not_begun_leaves_first() =>
        Assert.Equal("r2", Decide(Input(2, Demand(10_000, 10_000), Ready(1, 0.1), Other(2, ReplicaPhase.Starting)), Below).Leaves);

    [Fact]
    public void A_silent_replica_takes_none_away_and_does_not_stop_a_rise()
    {
        var low = Decide(Input(2, Demand(10_000, 10_000), Ready(1, 0.1), Silent(2)), Below);
        Assert.Equal(2, low.Replicas);
        Assert.Contains("none is taken away while 1 replica did not tell", low.Reason, StringComparison.Ordinal);
        Assert.Equal(5, Decide(Input(2, Demand(10_000, 400_000), Silent(1), Silent(2))).Replicas);
    }

    [Fact]
    public void Without_any_gateway_the_engines_figures_still_bring_more()
    {
        Assert.Equal(3, Decide(Input(2, null, Ready(1, 0.95), Ready(2, 0.95))).Replicas);
        Assert.Equal(4, Decide(Input(2, null, Ready(1, 0.95, running: 10, waiting: 6), Ready(2, 0.95))).Replicas);
        Assert.Equal(2, Decide(Input(2, null, Ready(1, 0.1), Ready(2, 0.1)), Below).Replicas);
        Assert.Equal(2, Decide(Input(2, null, Silent(1), Silent(2)), Below).Replicas);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(55)]
    public void An_impossible_figure_is_unknown(double occupancy) =>
        Assert.Equal(2, Decide(Input(2, Demand(10_000, 10_000), Ready(1, 0.1), Ready(2, occupancy)), Below).Replicas);

    [Fact]
    public void Old_figures_are_unknown() =>
        Assert.Equal(2, Decide(Input(2, Demand(10_000, 10_000), Ready(1, 0.1), Ready(2, 0.1) with { ReadAt = Start.AddSeconds(-46) }), Below).Replicas);

    [Fact]
    public void Clients_that_no_gateway_knows_are_demand()
    {
        var decision = Decide(Input(2, Demand(10_000, 10_000), Ready(1, 0.9), Ready(2, 0.9)));
        Assert.Equal(3, decision.Replicas);
        Assert.Contains("170k of them of clients no gateway knows", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_loop_fills_what_there_is_and_brings_no_more()
    {
        var rollouts = Demand(5_000, 5_000, live: 200) with { ClosedLoopChains = 195, ClosedLoopTokens = 180_000 };
        Assert.Equal(2, Decide(Input(2, rollouts, Ready(1, 0.92, waiting: 40), Ready(2, 0.92, waiting: 40)), new() { Queued = 0, QueuedSince = Start.AddMinutes(-5) }).Replicas);
    }

    [Fact]
    public void A_queue_that_does_not_shrink_brings_more_though_the_cache_is_almost_empty()
    {
        var input = Input(2, Demand(50_000, 50_000), Ready(1, 0.3, waiting: 8), Ready(2, 0.3, waiting: 8));
        var first = Decide(input);
        Assert.Equal(2, first.Replicas);
        var soon = Autoscaler.Decide(Law, input.At(15), first.Memory);
        Assert.Equal(2, soon.Replicas);
        var second = Autoscaler.Decide(Law, input.At(30), soon.Memory);
        Assert.Equal(4, second.Replicas);
        Assert.Contains("16 requests wait in the engines, 8 may", second.Reason, StringComparison.Ordinal);
        var starting = input with { Wanted = 4, Replicas = [.. input.Replicas, Other(3, ReplicaPhase.Starting), Other(4, ReplicaPhase.Starting)] };
        Assert.Equal(4, Autoscaler.Decide(Law, starting.At(45), second.Memory).Replicas);
    }

    [Fact]
    public void What_must_be_computed_brings_more_though_the_cache_is_almost_empty() =>
        Assert.Equal(4, Autoscaler.Decide(Law with { ComputeTokensPerSecond = 10_000 },
            Input(1, Demand(20_000, 20_000) with { TokensPerSecond = 30_000 }, Ready(1, 0.2)), ScalingMemory.None).Replicas);

    [Fact]
    public void A_promised_speed_holds_less_than_would_fit() =>
        Assert.Equal(4, Autoscaler.Decide(Law with { SpeedTokens = 40_000 }, Input(1, Demand(150_000, 150_000), Ready(1, 0.5)), ScalingMemory.None).Replicas);

    [Theory]
    [InlineData(0.8, 4)] // as full as it shall be: what is seen is what there is
    [InlineData(1.0, 3)] // chains that crowd each other hold their tokens for longer than they would
    [InlineData(0.3, 5)] // and those that have room for less long
    public void Demand_counts_at_the_pace_of_replicas_as_full_as_they_shall_be(double occupancy, int replicas) =>
        Assert.Equal(replicas, Autoscaler.Decide(Law with { FullStep = 2 }, Input(1, Demand(265_000, 265_000), Ready(1, occupancy)), ScalingMemory.None).Replicas);

    [Fact]
    public void The_last_replica_goes_when_nothing_was_asked_for_long_enough()
    {
        var law = Law with { MinReplicas = 0 };
        var idle = Input(1, Demand(0, 0, live: 0), Ready(1, 0, running: 0));
        var memory = Autoscaler.Decide(law, idle, ScalingMemory.None).Memory;
        Assert.Equal(1, Autoscaler.Decide(law, idle.At(599), memory).Replicas);
        Assert.Equal((0, "r1"), (Autoscaler.Decide(law, idle.At(600), memory) is var gone ? gone.Replicas : 1, Autoscaler.Decide(law, idle.At(600), memory).Leaves));
        Assert.Equal(1, Autoscaler.Decide(Law, idle.At(600), memory).Replicas);
        var asked = Autoscaler.Decide(law, (idle with { Demand = Demand(0, 0, live: 1) }).At(300), memory).Memory;
        Assert.Equal(1, Autoscaler.Decide(law, idle.At(600), asked).Replicas);
    }

    [Fact]
    public void The_first_request_held_back_brings_the_first_replica()
    {
        var law = Law with { MinReplicas = 0 };
        Assert.Equal(0, Autoscaler.Decide(law, Input(0, Demand(0, 0, live: 0)), ScalingMemory.None).Replicas);
        Assert.Equal(0, Autoscaler.Decide(law, Input(0, null), ScalingMemory.None).Replicas);
        var decision = Autoscaler.Decide(law, Input(0, Demand(0, 0, waiting: 1, waitingTokens: 900, live: 0)), ScalingMemory.None);
        Assert.Equal(1, decision.Replicas);
    }

    [Theory]
    [InlineData(30, 60)] // at least a minute
    [InlineData(600, 300)]
    public void A_replica_that_starts_quickly_is_not_kept_for_long(int startUp, int kept)
    {
        var law = Law with { Stable = null, StartUp = TimeSpan.FromSeconds(startUp) };
        var low = Input(2, Demand(10_000, 10_000), Ready(1, 0.05), Ready(2, 0.05));
        var memory = Autoscaler.Decide(law, low, ScalingMemory.None).Memory;
        Assert.Equal(2, Autoscaler.Decide(law, low.At(kept - 1), memory).Replicas);
        Assert.Equal(1, Autoscaler.Decide(law, low.At(kept), memory).Replicas);
    }

    [Fact]
    public void What_was_not_known_lately_takes_none()
    {
        var low = Input(2, Demand(10_000, 10_000), Ready(1, 0.05), Ready(2, 0.05));
        var memory = Autoscaler.Decide(Law, low, ScalingMemory.None).Memory;
        memory = Autoscaler.Decide(Law, (low with { Demand = null }).At(200), memory).Memory;
        Assert.Equal(2, Autoscaler.Decide(Law, low.At(400), memory).Replicas);
        Assert.Equal(1, Autoscaler.Decide(Law, low.At(500), memory).Replicas);
    }

    [Fact]
    public void A_lower_bound_and_an_upper_bound_hold_at_once()
    {
        Assert.Equal(3, Autoscaler.Decide(Law with { MinReplicas = 3 }, Input(1, Demand(0, 0), Ready(1, 0)), ScalingMemory.None).Replicas);
        Assert.Equal(1, Autoscaler.Decide(Law with { MaxReplicas = 1 }, Input(3, Demand(250_000, 250_000), Ready(1), Ready(2), Ready(3)), ScalingMemory.None).Replicas);
    }

    [Fact]
    public void How_long_a_replica_takes_to_start_is_learned()
    {
        var starting = Decide(Input(2, Demand(10_000, 10_000), Ready(1), Other(2, ReplicaPhase.Starting)));
        var ready = Input(2, Demand(10_000, 10_000), Ready(1), Ready(2) with { Since = Start.AddMinutes(2) }).At(121);
        Assert.Equal(TimeSpan.FromMinutes(3), Autoscaler.Decide(Law, ready, starting.Memory).Memory.StartUp);
    }

    private static readonly ScalingMemory Below = new() { Needed = NeededLately.None.With(Start.AddHours(-1), 1, Law.Stable!.Value) };

    private static ScalingDecision Decide(ScalingInput input, ScalingMemory? memory = null) => Autoscaler.Decide(Law, input, memory ?? ScalingMemory.None);
}
