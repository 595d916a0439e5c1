using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Verifiers;

namespace ReasonOps.Capacity.Tests.Verifiers;

public class PoolSizingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly PoolLaw Law = new(2, 16, Workers: 4, Stable: TimeSpan.FromMinutes(5), Pause: TimeSpan.FromSeconds(30));
    private static readonly PoolLoad Idle = new(0, 0, 0);

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Arbitrary<Case> Cases = (
        from least in Gen.Choose(1, 20)
        from more in Gen.Choose(0, 40)
        from workers in Gen.Choose(1, 16)
        from current in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 80).Select(count => (int?)count))
        from floor in Gen.Choose(0, 80)
        from queue in Gen.OneOf(Gen.Choose(0, 500), Gen.Constant(int.MaxValue))
        from busy in Gen.Choose(0, 300)
        from silent in Gen.Choose(0, 2)
        from since in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 900).Select(seconds => (int?)seconds))
        select new Case(new(least, least + more, workers, Law.Stable, Law.Pause), current, floor, new(queue, busy, silent),
            since is { } seconds ? new(Start - TimeSpan.FromSeconds(seconds)) : PoolTrend.None)).ToArbitrary();

    [Fact]
    public void Bounds_always_hold() => Prop.ForAll(Cases, given =>
        Assert.InRange(given.Decide().Replicas, given.Law.MinReplicas, given.Law.MaxReplicas)).Check(Many);

    [Fact]
    public void Consumers_get_what_their_accelerators_ask_for_at_once() => Prop.ForAll(Cases, given =>
        Assert.True(given.Decide().Replicas >= Math.Min(given.Floor, given.Law.MaxReplicas))).Check(Many);

    [Fact]
    public void What_is_unknown_takes_none_away() => Prop.ForAll(Cases, given =>
    {
        var silent = given with { Load = given.Load with { Silent = 1 } };
        Assert.True(silent.Decide().Replicas >= Math.Min(given.Current ?? 0, given.Law.MaxReplicas));
    }).Check(Many);

    [Fact]
    public void No_more_than_one_goes_at_a_time() => Prop.ForAll(Cases, given =>
        Assert.True(given.Decide().Replicas >= Math.Min(given.Current ?? 0, given.Law.MaxReplicas) - 1)).Check(Many);

    [Fact]
    public void None_goes_before_fewer_would_have_done_for_a_while() => Prop.ForAll(Cases, given =>
    {
        var unsettled = given with { Trend = new(Start - TimeSpan.FromSeconds(299)) };
        Assert.True(unsettled.Decide().Replicas >= Math.Min(given.Current ?? 0, given.Law.MaxReplicas));
    }).Check(Many);

    [Fact]
    public void More_accelerators_and_a_longer_queue_never_mean_fewer() => Prop.ForAll(Cases, Gen.Choose(0, 50).Two().ToArbitrary(), (given, more) =>
    {
        var queue = (int)Math.Min((long)given.Load.Queue + more.Item2, int.MaxValue);
        var busier = given with { Floor = given.Floor + more.Item1, Load = given.Load with { Queue = queue } };
        Assert.True(busier.Decide().Replicas >= given.Decide().Replicas);
    }).Check(Many);

    [Fact]
    public void A_queue_at_most_doubles_them_and_a_steady_world_ends_at_what_it_asks_for() => Prop.ForAll(Cases, given =>
    {
        var law = given.Law;
        var calm = given.Load with { Silent = 0 };
        var asked = Math.Max((long)given.Floor, ((long)calm.Queue + calm.Busy + law.Workers - 1) / law.Workers);
        var expected = (int)Math.Clamp(asked, law.MinReplicas, law.MaxReplicas);
        var (current, trend, now) = (given.Current, given.Trend, Start);
        for (var step = 0; step < 200; step++, now += TimeSpan.FromMinutes(6))
        {
            var next = PoolSizing.Decide(law, current, given.Floor, calm, trend, now);
            Assert.True(next.Replicas <= Math.Max(2 * Math.Max(1, current ?? 0), Math.Max(given.Floor, law.MinReplicas)));
            (current, trend) = (next.Replicas, next.Trend);
        }
        Assert.Equal(expected, current);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_first_goes_after_the_stable_window_and_each_next_after_a_pause()
    {
        var sizes = new List<(int Minute, int Replicas)>();
        var (current, trend) = (5, PoolTrend.None);
        for (var second = 0; second <= 420; second += 15)
        {
            var decision = PoolSizing.Decide(Law, current, 3, Idle, trend, Start.AddSeconds(second));
            if (decision.Replicas != current) sizes.Add((second, decision.Replicas));
            (current, trend) = (decision.Replicas, decision.Trend);
        }

        Assert.Equal([(300, 4), (330, 3)], sizes);
    }

    [Fact]
    public void Demand_that_comes_back_begins_the_window_anew()
    {
        var below = PoolSizing.Decide(Law, 5, 3, Idle, PoolTrend.None, Start);
        var back = PoolSizing.Decide(Law, 5, 5, Idle, below.Trend, Start.AddMinutes(4));
        var again = PoolSizing.Decide(Law, 5, 3, Idle, back.Trend, Start.AddMinutes(6));

        Assert.Equal((5, 5, 5), (below.Replicas, back.Replicas, again.Replicas));
        Assert.Equal((Start, null, Start.AddMinutes(6)), (below.Trend.BelowSince, back.Trend.BelowSince, again.Trend.BelowSince));
    }

    [Theory]
    [InlineData(null, 12, 0, 0, 0, 12, "the accelerators of the consumers ask for 12")]
    [InlineData(12, 20, 0, 0, 0, 16, "the accelerators of the consumers ask for 20, and maxReplicas is 16")]
    [InlineData(null, 0, 0, 0, 0, 2, "minReplicas is 2")]
    [InlineData(4, 3, 20, 4, 0, 6, "20 wait and 4 run, 4 at once in each")]
    [InlineData(4, 3, 4000, 4, 0, 8, "4000 wait and 4 run, 4 at once in each")]
    [InlineData(9, 3, 0, 0, 1, 9, "the accelerators of the consumers ask for 3; more are kept while some do not tell what they do")]
    [InlineData(9, 3, 0, 0, 0, 9, "the accelerators of the consumers ask for 3; more are kept for a while")]
    public void A_decision_says_why(int? current, int floor, int queue, int busy, int silent, int replicas, string reason)
    {
        var decision = PoolSizing.Decide(Law, current, floor, new(queue, busy, silent), PoolTrend.None, Start);

        Assert.Equal((replicas, reason), (decision.Replicas, decision.Reason));
    }

    private sealed record Case(PoolLaw Law, int? Current, int Floor, PoolLoad Load, PoolTrend Trend)
    {
        public PoolDecision Decide() => PoolSizing.Decide(Law, Current, Floor, Load, Trend, Start);
    }
}
