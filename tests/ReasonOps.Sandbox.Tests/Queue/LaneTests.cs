using ReasonOps.Sandbox.Queue;

namespace ReasonOps.Sandbox.Tests.Queue;

public sealed class LaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Places_are_given_at_once_and_then_in_order()
    {
        var lane = new Lane("sandbox", places: 1, seats: 2, TimeProvider.System);
        var first = await lane.EnterAsync(false, default);
        var second = lane.EnterAsync(false, default);
        var third = lane.EnterAsync(false, default);
        Assert.Equal((1, 2), (lane.Busy, lane.Waiting));

        first.Dispose();
        var turn = await second.WaitAsync(Patience);
        Assert.False(third.IsCompleted);
        turn.Dispose();
        (await third.WaitAsync(Patience)).Dispose();
        Assert.Equal((0, 0), (lane.Busy, lane.Waiting));
    }

    [Fact]
    public async Task One_more_than_may_wait_is_refused_and_told_when_to_come_back()
    {
        var time = new ManualTime();
        var lane = new Lane("sandbox", places: 2, seats: 1, time);
        using var a = await lane.EnterAsync(false, default);
        var b = await lane.EnterAsync(false, default);
        time.Advance(TimeSpan.FromSeconds(8));
        b.Dispose();
        using var c = await lane.EnterAsync(false, default);
        var waiting = lane.EnterAsync(false, default);

        var refusal = await Assert.ThrowsAsync<QueueFullException>(() => lane.EnterAsync(false, default));
        // The second in line, two places, 8 s a run.
        Assert.Equal(TimeSpan.FromSeconds(8), refusal.RetryAfter);
        Assert.Equal("the queue is full: 1 wait already for a sandbox place", refusal.Message);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Who_goes_away_leaves_the_line_at_once_and_makes_room()
    {
        var lane = new Lane("sandbox", places: 1, seats: 1, TimeProvider.System);
        var first = await lane.EnterAsync(false, default);
        using var gone = new CancellationTokenSource();
        var waiting = lane.EnterAsync(false, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(0, lane.Waiting);

        var next = lane.EnterAsync(false, default);
        first.Dispose();
        (await next.WaitAsync(Patience)).Dispose();
        Assert.Equal(0, lane.Busy);
    }

    [Fact]
    public async Task Waiting_and_being_served_are_measured_apart()
    {
        var time = new ManualTime();
        var lane = new Lane("sandbox", places: 1, seats: 1, time);
        var first = await lane.EnterAsync(false, default);
        Assert.Equal(TimeSpan.Zero, first.Waited);
        var waiting = lane.EnterAsync(false, default);
        time.Advance(TimeSpan.FromSeconds(3));
        first.Dispose();
        var second = await waiting.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((3d, 2d), (second.Waited.TotalSeconds, second.Served.TotalSeconds));
    }

    [Fact]
    public async Task Whoever_holds_a_seat_waits_without_another()
    {
        var lane = new Lane("sandbox", places: 1, seats: 1, TimeProvider.System);
        var running = await lane.EnterAsync(false, default);
        var seat = lane.TakeSeat();
        Assert.Throws<QueueFullException>(() => { lane.TakeSeat(); });
        var (a, b) = (lane.EnterAsync(true, default), lane.EnterAsync(true, default));
        await Assert.ThrowsAsync<QueueFullException>(() => lane.EnterAsync(false, default));

        running.Dispose();
        (await a.WaitAsync(Patience)).Dispose();
        (await b.WaitAsync(Patience)).Dispose();
        seat.Dispose();
        lane.TakeSeat().Dispose();
    }

    [Fact]
    public async Task It_is_idle_once_nobody_is_served_waits_or_holds_a_seat()
    {
        var lane = new Lane("sandbox", places: 1, seats: 2, TimeProvider.System);
        Assert.True(lane.IdleAsync().IsCompleted);
        var running = await lane.EnterAsync(false, default);
        var seat = lane.TakeSeat();
        var waiting = lane.EnterAsync(true, default);
        var idle = lane.IdleAsync();
        running.Dispose();
        (await waiting.WaitAsync(Patience)).Dispose();
        Assert.False(idle.IsCompleted);
        seat.Dispose();
        await idle.WaitAsync(Patience);
    }

    [Fact]
    public async Task However_they_come_and_go_no_place_is_lost_and_none_is_given_twice()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var lane = new Lane("sandbox", random.Next(1, 4), random.Next(5), TimeProvider.System);
            var (served, guests) = (0, new List<Task>());
            for (var i = 0; i < 60; i++) guests.Add(VisitAsync(new CancellationTokenSource(), random.Next(4), random.Next(4)));
            await Task.WhenAll(guests).WaitAsync(Patience);
            Assert.Equal((0, 0), (lane.Busy, lane.Waiting));
            Assert.True(lane.IdleAsync().IsCompleted);

            async Task VisitAsync(CancellationTokenSource gone, int stay, int patience)
            {
                try
                {
                    var entering = lane.EnterAsync(false, gone.Token);
                    if (patience == 0) await gone.CancelAsync();
                    using var turn = await entering;
                    Assert.InRange(Interlocked.Increment(ref served), 1, lane.Places);
                    for (var i = 0; i < stay; i++) await Task.Yield();
                    Interlocked.Decrement(ref served);
                }
                catch (Exception e) when (e is QueueFullException or OperationCanceledException)
                {
                }
                gone.Dispose();
            }
        }
    }
}
