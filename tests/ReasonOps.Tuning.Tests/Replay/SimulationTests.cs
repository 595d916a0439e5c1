using ReasonOps.Tuning.Replay;

namespace ReasonOps.Tuning.Tests.Replay;

public sealed class SimulationTests
{
    [Fact]
    public void Days_pass_in_no_time_and_in_order()
    {
        var (order, days) = Simulation.Run(async time =>
        {
            var order = new List<int>();
            async Task After(int days)
            {
                await Task.Delay(TimeSpan.FromDays(days), time);
                order.Add(days);
            }
            await Task.WhenAll(After(3), After(1), After(2));
            return (order, time.GetElapsedTime(0).TotalDays);
        });

        Assert.Equal([1, 2, 3], order);
        Assert.Equal(3, days);
    }

    [Fact]
    public void A_timer_that_was_put_off_or_given_up_is_not_called()
    {
        var called = Simulation.Run(async time =>
        {
            var called = new List<string>();
            await using var later = time.CreateTimer(_ => called.Add("later"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            later.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
            var never = time.CreateTimer(_ => called.Add("never"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await never.DisposeAsync();
            await using var often = time.CreateTimer(_ => called.Add("often"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromSeconds(3.5), time);
            return called;
        });

        Assert.Equal(["often", "often", "later", "often"], called);
    }

    [Fact]
    public void Work_that_leaves_the_thread_is_awaited() =>
        Assert.Equal(7, Simulation.Run(async _ => await Task.Run(() => 7)));

    [Fact]
    public void What_fails_fails_with_its_own_error() =>
        Assert.Throws<FormatException>(() => Simulation.Run<int>(async time =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            throw new FormatException();
        }));
}
