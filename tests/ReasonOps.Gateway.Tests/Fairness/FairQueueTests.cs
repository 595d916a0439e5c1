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
        var served = await SaturateAsync(200_000, new Load("research", 3, ofOne), new Load("free", 1, ofOther));

        Assert.InRange((double)served["research"] / served["free"], 3 * 0.95, 3 * 1.05);
    }

    [Fact]
    public async Task What_was_expected_and_not_spent_is_not_charged_to_the_share()
    {
        // Research stops early and spends a quarter of what it might.
        var served = await SaturateAsync(200_000, new Load("research", 3, 400, Spends: 0.25), new Load("free", 1, 100));

        Assert.InRange((double)served["research"] / served["free"], 3 * 0.95, 3 * 1.05);
    }

    [Fact]
    public async Task Who_comes_back_from_idleness_claims_nothing_for_it()
    {
        await SaturateAsync(5_000, new Load("busy", 1, 100));
        var served = await SaturateAsync(200_000, new Load("busy", 1, 100), new Load("idle", 1, 100));

        Assert.InRange((double)served["busy"] / served["idle"], 0.95, 1.05);
    }

    [Fact]
    public void While_there_is_room_nobody_waits()
    {
        Assert.All(Enumerable.Range(0, 10).Select(i => Line($"t{i}", 100)).ToList(), waiter => Assert.True(IsIn(waiter)));
        Assert.False(IsIn(Line("t10", 100)));
    }

    [Fact]
    public async Task Without_an_engine_that_is_to_come_all_wait_and_are_let_in_when_it_does()
    {
        _capacity = 0;
        var waiting = Enumerable.Range(0, 3).Select(_ => Line("free", 100)).ToList();
        Assert.All(waiting, waiter => Assert.False(IsIn(waiter)));
        var impatient = _queue.EnterAsync(new("pro", 1, Priority.Normal, 100, TimeSpan.FromSeconds(30)), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains("no engine runs yet", (await Assert.ThrowsAsync<ApiException>(() => impatient)).Message, StringComparison.Ordinal);

        _capacity = 1000;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(waiting, waiter => Assert.True(IsIn(waiter)));
    }

    [Fact]
    public void Without_a_known_capacity_nobody_waits()
    {
        _capacity = null;
        Assert.All(Enumerable.Range(0, 100).Select(_ => Line("free", 1_000_000)).ToList(), waiter => Assert.True(IsIn(waiter)));
    }

    [Fact]
    public async Task A_request_larger_than_all_engines_runs_alone_and_small_ones_do_not_keep_it_out()
    {
        var small = Line("free", 100);
        var (large, later) = (Line("research", 5000), Line("free", 100));
        Assert.False(IsIn(large) || IsIn(later));

        await LeaveAsync(small);
        Assert.True(IsIn(large));
        Assert.False(IsIn(later));
        await LeaveAsync(large);
        Assert.True(IsIn(later));
    }

    [Fact]
    public async Task A_higher_class_goes_first_but_what_has_waited_long_goes_by_its_share()
    {
        var running = Line("first", 1000);
        var (normal, high) = (Line("normal", 1000), Line("high", 1000, Priority.High));
        await LeaveAsync(running);
        Assert.True(IsIn(high));
        Assert.False(IsIn(normal));

        // The high tenant always wants more, and the normal one has its turn all the same.
        var more = Line("high", 1000, Priority.High);
        _time.Advance(FairQueue.Aged);
        await LeaveAsync(high);
        Assert.True(IsIn(normal));
        Assert.False(IsIn(more));
    }

    [Fact]
    public async Task Batch_work_begins_only_while_engines_are_mostly_idle_and_nothing_else_waits()
    {
        var half = Line("free", 500);
        var batch = Line("batch", 100, Priority.Batch);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(IsIn(batch));
        var other = Line("pro", 100);
        Assert.True(IsIn(other));

        await LeaveAsync(other);
        Assert.False(IsIn(batch));
        await LeaveAsync(half);
        Assert.True(IsIn(batch));
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_so_and_leaves_nothing_behind()
    {
        var running = Line("free", 1000);
        var waiting = _queue.EnterAsync(Ask("pro", 10), default);
        _time.Advance(TimeSpan.FromSeconds(30));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => waiting);
        Assert.Equal(503, refusal.Status);
        Assert.Contains("no room within 30 s", refusal.Message);
        Assert.NotNull(refusal.RetryAfter);
        Assert.All(_queue.Waiting, flow => Assert.Equal(0, flow.Waiting));
        await LeaveAsync(running);
        Assert.True(IsIn(Line("pro", 1000)));
    }

    [Fact]
    public async Task Who_goes_away_while_it_waits_lets_the_next_one_in()
    {
        Line("free", 600);
        using var client = new CancellationTokenSource();
        var large = _queue.EnterAsync(Ask("pro", 800), client.Token);
        var small = Line("free", 100);
        Assert.False(IsIn(small));

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.True(IsIn(small));
    }

    [Fact]
    public void A_tenant_fills_its_own_queue_and_nobody_elses()
    {
        Line("free", 1000);
        for (var i = 0; i < FairQueue.MostOfTenant; i++) Line("free", 10);

        var refusal = Assert.Throws<ApiException>(() => Line("free", 10));
        Assert.Equal(429, refusal.Status);
        Assert.Contains($"{FairQueue.MostOfTenant} requests of tenant free wait", refusal.Message);
        Assert.False(IsIn(Line("pro", 10)));
    }

    [Fact]
    public void Engines_that_come_while_nobody_goes_are_filled()
    {
        Line("free", 1000);
        var waiting = Line("pro", 500);
        Assert.False(IsIn(waiting));
        _capacity = 2000;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsIn(waiting));
    }

    private sealed record Load(string Tenant, int Share, long Tokens, double Spends = 1);

    /// <summary>Every tenant always has requests waiting; the one that began first always ends first. Tokens served by tenant.</summary>
    private async Task<Dictionary<string, long>> SaturateAsync(long tokens, params Load[] loads)
    {
        var served = loads.ToDictionary(load => load.Tenant, _ => 0L);
        var waiting = loads.ToDictionary(load => load, _ => new Queue<Waiter>());
        var running = new Queue<(Load Load, Waiter Waiter)>();
        while (served.Values.Sum() < tokens)
        {
            foreach (var (load, queue) in waiting)
            {
                while (queue.Count < 20) queue.Enqueue(_queue.Line(Ask(load.Tenant, load.Tokens, load.Share)));
                while (queue.TryPeek(out var next) && IsIn(next)) running.Enqueue((load, queue.Dequeue()));
            }
            var (ended, waiter) = running.Dequeue();
            var spent = (long)(ended.Tokens * ended.Spends);
            served[ended.Tenant] += spent;
            await LeaveAsync(waiter, spent);
        }
        var left = running.Select(pair => pair.Waiter).Concat(waiting.Values.SelectMany(queue => queue)).ToList();
        while (left.Find(IsIn) is { } next)
        {
            left.Remove(next);
            await LeaveAsync(next, 0);
        }
        return served;
    }

    private Waiter Line(string tenant, long tokens, Priority priority = Priority.Normal) => _queue.Line(Ask(tenant, tokens) with { Priority = priority });

    private static bool IsIn(Waiter waiter) => waiter.Entered.Task.IsCompletedSuccessfully;

    private static async Task LeaveAsync(Waiter waiter, long? spent = null) => (await waiter.Entered.Task).Leave(spent ?? waiter.Request.Most);

    private static FairRequest Ask(string tenant, long tokens, int share = 1) => new(tenant, share, Priority.Normal, tokens, TimeSpan.FromSeconds(30));
}
