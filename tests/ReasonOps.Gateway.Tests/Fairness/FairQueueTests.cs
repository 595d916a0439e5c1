using ReasonOps.Gateway.Fairness;
using ReasonOps.Gateway.Tests.Fakes;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Tests.Fairness;

public sealed class FairQueueTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly FairQueue _queue;
    private long? _capacity = 1000;

    public FairQueueTests() => _queue = new FairQueue(() => _capacity, _time);

    public void Dispose() => _queue.Dispose();

    [Theory]
    [InlineData(100, 100)]
    [InlineData(100, 300)]
    [InlineData(400, 100)]
    public async Task Two_tenants_of_shares_3_and_1_get_tokens_3_to_1_while_both_want_more(long ofOne, long ofOther)
    {
        var served = await SaturateAsync(20_000, new Load("research", 3, ofOne), new Load("free", 1, ofOther));

        Assert.InRange((double)served["research"] / served["free"], 3 * 0.95, 3 * 1.05);
    }

    [Fact]
    public async Task What_was_expected_and_not_spent_is_not_charged_to_the_share()
    {
        // Research stops early and spends a quarter of what it might.
        var served = await SaturateAsync(20_000, new Load("research", 3, 400, Spends: 0.25), new Load("free", 1, 100));

        Assert.InRange((double)served["research"] / served["free"], 3 * 0.95, 3 * 1.05);
    }

    [Fact]
    public async Task Who_comes_back_from_idleness_claims_nothing_for_it()
    {
        await SaturateAsync(5_000, new Load("busy", 1, 100));
        var served = await SaturateAsync(10_000, new Load("busy", 1, 100), new Load("idle", 1, 100));

        Assert.InRange((double)served["busy"] / served["idle"], 0.95, 1.05);
    }

    [Fact]
    public async Task While_there_is_room_nobody_waits()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => EnterAsync($"t{i}", tokens: 100)));
        Assert.Equal(10, places.Length);
        Assert.False(EnterAsync("t10", tokens: 100).IsCompleted);
    }

    [Fact]
    public async Task Without_a_known_capacity_nobody_waits()
    {
        _capacity = null;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => EnterAsync("free", tokens: 1_000_000)));
    }

    [Fact]
    public async Task A_request_larger_than_all_engines_runs_alone_and_small_ones_do_not_keep_it_out()
    {
        var small = await EnterAsync("free", tokens: 100);
        var large = EnterAsync("research", tokens: 5000);
        var later = EnterAsync("free", tokens: 100);
        Assert.False(large.IsCompleted || later.IsCompleted);

        small.Leave(100);
        var running = await large;
        Assert.False(later.IsCompleted);
        running.Leave(5000);
        await later;
    }

    [Fact]
    public async Task A_higher_class_goes_first_but_what_has_waited_long_goes_by_its_share()
    {
        var running = await EnterAsync("first", tokens: 1000);
        var normal = EnterAsync("normal", tokens: 1000);
        var high = EnterAsync("high", tokens: 1000, priority: Priority.High);
        running.Leave(1000);
        Assert.True(high.IsCompleted);
        Assert.False(normal.IsCompleted);

        // The high tenant always wants more, and the normal one has its turn all the same.
        var more = EnterAsync("high", tokens: 1000, priority: Priority.High);
        _time.Advance(FairQueue.Aged);
        (await high).Leave(1000);
        Assert.True(normal.IsCompleted);
        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task Batch_work_begins_only_while_engines_are_mostly_idle_and_nothing_else_waits()
    {
        var half = await EnterAsync("free", tokens: 500);
        var batch = EnterAsync("batch", tokens: 100, priority: Priority.Batch);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(batch.IsCompleted);
        var other = await EnterAsync("pro", tokens: 100);

        other.Leave(100);
        Assert.False(batch.IsCompleted);
        half.Leave(500);
        await batch;
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_so_and_leaves_nothing_behind()
    {
        var running = await EnterAsync("free", tokens: 1000);
        var waiting = EnterAsync("pro", tokens: 10);
        _time.Advance(TimeSpan.FromSeconds(30));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => waiting);
        Assert.Equal(503, refusal.Status);
        Assert.Contains("no room within 30 s", refusal.Message);
        Assert.NotNull(refusal.RetryAfter);
        Assert.All(_queue.Waiting, flow => Assert.Equal(0, flow.Waiting));
        running.Leave(1000);
        Assert.True(EnterAsync("pro", tokens: 1000).IsCompleted);
    }

    [Fact]
    public async Task Who_goes_away_while_it_waits_lets_the_next_one_in()
    {
        var running = await EnterAsync("free", tokens: 600);
        using var client = new CancellationTokenSource();
        var large = _queue.EnterAsync(Ask("pro", 800), client.Token);
        var small = EnterAsync("free", tokens: 100);
        Assert.False(small.IsCompleted);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        running.Leave(600);
    }

    [Fact]
    public async Task A_tenant_fills_its_own_queue_and_nobody_elses()
    {
        await EnterAsync("free", tokens: 1000);
        for (var i = 0; i < FairQueue.MostOfTenant; i++) _ = EnterAsync("free", tokens: 10);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => EnterAsync("free", tokens: 10));
        Assert.Equal(429, refusal.Status);
        Assert.Contains("256 requests of tenant free wait", refusal.Message);
        Assert.False(EnterAsync("pro", tokens: 10).IsFaulted);
    }

    [Fact]
    public async Task Engines_that_come_while_nobody_goes_are_filled()
    {
        await EnterAsync("free", tokens: 1000);
        var waiting = EnterAsync("pro", tokens: 500);
        _capacity = 2000;
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    }

    private sealed record Load(string Tenant, int Share, long Tokens, double Spends = 1);

    /// <summary>Every tenant always has requests waiting; the one that began first always ends first. Tokens served by tenant.</summary>
    private async Task<Dictionary<string, long>> SaturateAsync(long tokens, params Load[] loads)
    {
        var served = loads.ToDictionary(load => load.Tenant, _ => 0L);
        var waiting = loads.ToDictionary(load => load, load => new Queue<Task<Place>>());
        var running = new Queue<(Load Load, Place Place)>();
        while (served.Values.Sum() < tokens)
        {
            foreach (var (load, queue) in waiting)
            {
                while (queue.Count < 20) queue.Enqueue(_queue.EnterAsync(Ask(load.Tenant, load.Tokens, load.Share), default));
                while (queue.TryPeek(out var next) && next.IsCompleted) running.Enqueue((load, await queue.Dequeue()));
            }
            var (ended, place) = running.Dequeue();
            var spent = (long)(ended.Tokens * ended.Spends);
            served[ended.Tenant] += spent;
            place.Leave(spent);
        }
        foreach (var (_, place) in running) place.Leave(0);
        foreach (var left in waiting.Values.SelectMany(queue => queue)) (await left).Leave(0);
        return served;
    }

    private Task<Place> EnterAsync(string tenant, long tokens, Priority priority = Priority.Normal) =>
        _queue.EnterAsync(Ask(tenant, tokens) with { Priority = priority }, default);

    private static FairRequest Ask(string tenant, long tokens, int share = 1) => new(tenant, share, Priority.Normal, tokens, TimeSpan.FromSeconds(30));
}
