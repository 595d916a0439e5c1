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
    public async Task It_grows_and_shrinks_with_the_engines_that_there_are()
    {
        var engines = 1;
        var room = new KeyValueRoom(() => 1000 * engines, most: 200);
        var line = new Queue<Task<IDisposable>>(Enumerable.Range(0, 100).Select(_ => room.EnterAsync(1, promptTokens: 100, default)));
        var one = room.Running;
        Assert.InRange(one, 4, 9);
        engines = 2;
        (await line.Dequeue()).Dispose();
        Assert.InRange(room.Running, 2 * one, 2 * one + 1);
        engines = 1;
        for (var left = room.Running; left > one; left--)
        {
            (await line.Dequeue()).Dispose();
            Assert.Equal(left - 1, room.Running);
        }
        (await line.Dequeue()).Dispose();
        Assert.Equal(one, room.Running);
    }

    [Fact]
    public async Task Of_a_full_engine_fewer_run_and_one_more_again_for_every_few_that_end()
    {
        var room = new KeyValueRoom(tokens: 1e9, most: 200);
        var line = new Queue<Task<IDisposable>>(Enumerable.Range(0, 100).Select(_ => room.EnterAsync(1, 10, default)));
        // Refused together: said once.
        for (var i = 0; i < 50; i++) room.Crowd();
        for (var i = 0; i < 4000; i++) line.Enqueue(room.EnterAsync(1, 10, default));
        Assert.Equal(100, room.Running);
        var least = 100;
        for (var ended = 0; ended < 1000; ended++)
        {
            (await line.Dequeue()).Dispose();
            least = Math.Min(least, room.Running);
        }
        Assert.InRange(least, 80, 82);
        Assert.InRange(room.Running, 125, 135);
        room.Crowd();
        (await line.Dequeue()).Dispose();
        for (var ended = 0; ended < 40; ended++) (await line.Dequeue()).Dispose();
        Assert.InRange(room.Running, 95, 110);
    }

    [Fact]
    public async Task However_full_an_engine_is_one_search_runs()
    {
        var room = new KeyValueRoom(tokens: 1e9, most: 200);
        for (var i = 0; i < 100; i++)
        {
            var place = await room.EnterAsync(1, 10, default).WaitAsync(TimeSpan.FromMinutes(1));
            room.Crowd();
            place.Dispose();
        }
        Assert.Equal(0, room.Running);
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
