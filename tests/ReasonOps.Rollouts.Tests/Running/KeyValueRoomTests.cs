using ReasonOps.Rollouts.Running;

namespace ReasonOps.Rollouts.Tests.Running;

public sealed class KeyValueRoomTests
{
    [Fact]
    public async Task As_many_run_as_are_expected_to_fit_and_the_next_begins_when_one_ends()
    {
        var room = new KeyValueRoom(tokens: 1000, most: 200);
        for (var i = 0; i < 2000; i++) room.Learn(100, cut: false);
        var places = new List<IDisposable>();
        Task<IDisposable> next;
        while ((next = room.EnterAsync(1, promptTokens: 50, default)).IsCompleted) places.Add(await next);
        // About 50 of a prompt and half of 100 each.
        Assert.InRange(places.Count, 9, 11);
        places[0].Dispose();
        places.Add(await next.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task One_search_always_has_room()
    {
        var room = new KeyValueRoom(tokens: 10, most: 1000);
        using var place = await room.EnterAsync(64, 500, default).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(64, room.Running);
    }

    [Fact]
    public async Task Who_leaves_the_line_holds_nobody_up()
    {
        var room = new KeyValueRoom(tokens: 10, most: 1000);
        using var leaving = new CancellationTokenSource();
        var first = await room.EnterAsync(1, 100, default);
        var second = room.EnterAsync(1, 100, leaving.Token);
        var third = room.EnterAsync(1, 100, default);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        (await third.WaitAsync(TimeSpan.FromMinutes(1))).Dispose();
    }
}
