using ReasonOps.Sandbox.Queue;

namespace ReasonOps.Sandbox.Tests.Queue;

public sealed class RecentTimesTests
{
    [Fact]
    public void Without_any_time_known_it_is_worth_asking_again_in_a_second() => Assert.Equal(TimeSpan.FromSeconds(1), new RecentTimes().Until(100, 4));

    [Theory]
    [InlineData(4, 8, 2, 16)] // 4 s each, eighth in line, two places
    [InlineData(4, 1, 8, 1)]
    [InlineData(20, 100, 2, 60)]
    public void The_wait_is_the_line_ahead_shared_by_the_places(double seconds, int position, int places, double wait)
    {
        var times = new RecentTimes();
        for (var i = 0; i < 3; i++) times.Add(TimeSpan.FromSeconds(seconds));
        Assert.Equal(wait, times.Until(position, places).TotalSeconds, 6);
    }

    [Fact]
    public void Late_times_count_more_than_early_ones()
    {
        var times = new RecentTimes();
        for (var i = 0; i < 50; i++) times.Add(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 50; i++) times.Add(TimeSpan.FromSeconds(2));
        Assert.InRange(times.Until(1, 1).TotalSeconds, 2, 2.2);
    }
}
