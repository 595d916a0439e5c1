using ReasonOps.Capacity.Simulation;
using ReasonOps.Capacity.Simulation.Policies;

namespace ReasonOps.Capacity.Tests.Simulation;

/// <summary>Peers' laws by the examples and rules of their own documents.</summary>
public class PeerPolicyTests
{
    // Kubernetes documentation: 200m against 100m doubles, 50m halves; within a tenth nothing happens.
    [Theory]
    [InlineData(3, 0.8, 0.4, 0, 6)]
    [InlineData(4, 0.2, 0.4, 0, 2)]
    [InlineData(4, 0.43, 0.4, 0, 4)]
    [InlineData(4, 0.37, 0.4, 0, 4)]
    [InlineData(4, 0.45, 0.4, 0, 5)]
    public void Hpa_follows_the_ratio(int ready, double mean, double target, int starting, int expected) =>
        Assert.Equal(expected, HpaPolicy.Recommend(ready + starting, [.. Enumerable.Repeat(mean, ready)], starting, target));

    [Fact]
    public void Hpa_counts_pods_that_are_not_ready_as_idle_when_it_would_add()
    {
        Assert.Equal(4, HpaPolicy.Recommend(4, [0.8, 0.8], 2, 0.4));
        Assert.Equal(5, HpaPolicy.Recommend(3, [0.9, 0.9], 1, 0.4));
    }

    [Fact]
    public void An_hpa_falls_to_the_highest_of_five_minutes_and_doubles_at_most()
    {
        var hpa = new Stabilized();
        Assert.Equal(8, hpa.Of(0, 4, 30));
        Assert.Equal(8, hpa.Of(15, 8, 6));
        Assert.Equal(8, hpa.Of(300, 8, 2));
        Assert.Equal(6, hpa.Of(301, 8, 2));
        Assert.Equal(2, hpa.Of(601, 6, 1));
    }

    [Theory]
    [InlineData(2, 23, 5, 5)]
    [InlineData(2, 10.5, 5, 2)]
    [InlineData(2, 0, 5, 0)]
    public void Keda_has_a_replica_for_each_threshold(int wanted, double waiting, double threshold, int expected) =>
        Assert.Equal(expected, KedaPolicy.Recommend(wanted, waiting, threshold));

    [Theory]
    [InlineData(4, 3.0, 0.5, 6)]
    [InlineData(2, 9.0, 0.5, 4)]
    [InlineData(8, 0.1, 0.5, 4)]
    [InlineData(0, 0.4, 0.5, 1)]
    public void Kpa_divides_the_sum_and_doubles_or_halves_at_most(int ready, double sum, double target, int expected) =>
        Assert.Equal(expected, KpaPolicy.Recommend(ready, sum, target));

    [Theory]
    [InlineData(4, 0.54, 0.5, 4)]
    [InlineData(4, 0.6, 0.5, 5)]
    [InlineData(4, 0.95, 0.3, 8)]
    [InlineData(4, 0.41, 0.5, 4)]
    [InlineData(8, 0.1, 0.5, 4)]
    public void Apa_tolerates_a_tenth_upwards_and_a_fifth_downwards(int pods, double mean, double target, int expected) =>
        Assert.Equal(expected, ApaPolicy.Recommend(pods, mean, target));

    // Triggers of llm-d's saturation analyzer: saturated at 0.80 or a queue of 5; one more below 0.1 or 3 to spare.
    [Fact]
    public void Wva_adds_one_when_little_is_to_spare_and_takes_one_when_the_others_keep_enough()
    {
        Assert.Equal(3, WvaSaturationPolicy.Recommend(2, [(0.75, 0), (0.71, 0)], 0, 0.1));
        Assert.Equal(2, WvaSaturationPolicy.Recommend(2, [(0.65, 0), (0.6, 0)], 0, 0.1));
        Assert.Equal(3, WvaSaturationPolicy.Recommend(2, [(0.3, 3), (0.3, 3)], 0, 0.1));
        Assert.Equal(3, WvaSaturationPolicy.Recommend(2, [(0.9, 0), (0.95, 0)], 0, 0.1));
        Assert.Equal(2, WvaSaturationPolicy.Recommend(2, [(0.9, 0)], 1, 0.1));
        Assert.Equal(2, WvaSaturationPolicy.Recommend(3, [(0.4, 0), (0.4, 0), (0.4, 0)], 0, 0.1));
    }

    [Fact]
    public void Wvas_slo_law_serves_more_of_shorter_requests_and_fewer_at_a_higher_pace()
    {
        var scenario = Scenarios.Of("diurnal");
        var rate = WvaSloPolicy.MostPerSecond(scenario, 500, 1000, 1);
        Assert.True(WvaSloPolicy.MostPerSecond(scenario, 500, 2000, 1) < rate);
        Assert.True(WvaSloPolicy.MostPerSecond(scenario with { Slo = scenario.Slo with { TokensPerSecond = 40 } }, 500, 1000, 1) < rate);
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(250, 100, 3)]
    public void KubeAi_divides_active_requests(double active, double target, int expected) => Assert.Equal(expected, KubeAiPolicy.Recommend(active, target));

    [Fact]
    public void A_policy_or_load_that_is_not_known_is_named()
    {
        Assert.Contains("nothing is no policy; there are reasonops", Assert.Throws<ArgumentException>(() => Contest.Run("nothing", Scenarios.Of("bursts"), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing is no load; there are diurnal", Assert.Throws<ArgumentException>(() => Scenarios.Of("nothing")).Message, StringComparison.Ordinal);
    }
}
