using ReasonOps.Ledger.Records;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger.Tests.Stores;

/// <summary>What every store of records has to do; each database runs them all.</summary>
public abstract class StoreTests
{
    private static readonly UsageTokens Tokens = new(9, 4, 20, 2, 44);

    protected abstract Task<SqlUsageStore> StoreAsync();

    [Fact]
    public async Task A_record_written_again_counts_once()
    {
        await using var store = await StoreAsync();
        var record = Some.Open("a").Settled(Tokens, 0.1m);

        await store.WriteAsync([Some.Open("a")], default);
        for (var i = 0; i < 3; i++) await store.WriteAsync([record], default);

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((1, 0, 0, Tokens, 0.1m), (row.Requests, row.Open, row.Lost, row.Tokens, row.Cost));
    }

    [Fact]
    public async Task What_is_settled_stays_whatever_comes_later()
    {
        await using var store = await StoreAsync();
        await store.WriteAsync([Some.Open("a").Settled(Tokens)], default);

        await store.WriteAsync([Some.Open("a") with { Tokens = new(9, 0, 0, 0, 500) }], default);
        await store.WriteAsync([Some.Open("a") with { Outcome = UsageRecord.Lost }], default);
        await store.WriteAsync([Some.Open("a").Settled(new(1, 1, 1, 1, 1))], default);

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((0, Tokens), (row.Lost, row.Tokens));
    }

    [Fact]
    public async Task A_gateway_that_was_taken_for_dead_puts_its_record_right()
    {
        await using var store = await StoreAsync();
        await store.WriteAsync([Some.Open("a") with { Outcome = UsageRecord.Lost, Tokens = new(9, 0, 0, 0, 7) }], default);

        await store.WriteAsync([Some.Open("a") with { Tokens = new(9, 0, 0, 0, 30) }], default);
        Assert.Equal(7, (await store.ReadAsync(Some.Query(), default)).Rows[0].Tokens.Wasted);
        await store.WriteAsync([Some.Open("a").Settled(Tokens)], default);

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((1, 0, Tokens), (row.Requests, row.Lost, row.Tokens));
    }

    [Fact]
    public async Task An_open_record_never_goes_back()
    {
        await using var store = await StoreAsync();
        await store.WriteAsync([Some.Open("a") with { Tokens = new(9, 0, 0, 0, 30) }], default);
        await store.WriteAsync([Some.Open("a") with { Tokens = new(9, 0, 0, 0, 12) }], default);

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((1, 30), (row.Open, row.Tokens.Wasted));
    }

    [Fact]
    public async Task A_record_comes_back_as_it_went()
    {
        await using var store = await StoreAsync();
        var open = Some.Open("a") with { Tokens = new(9, 4, 0, 0, 44), Cost = 0.123456789012345m };
        var free = Some.Open("b") with { Rates = null };
        await store.WriteAsync([open, free, Some.Open("c").Settled(Tokens), Some.Open("d", gateway: "g2")], default);

        Assert.Equal([open, free], await store.OpenRecordsAsync("g1", default));
    }

    [Fact]
    public async Task Costs_are_summed_to_the_last_digit()
    {
        await using var store = await StoreAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 1000).Select(i => Some.Open($"r{i}").Settled(Tokens, 0.000000001m))], default);

        Assert.Equal(0.000001m, (await store.ReadAsync(Some.Query(), default)).Rows[0].Cost);
    }

    [Fact]
    public async Task Pages_by_day_model_and_strategy_hold_every_record_once_and_no_other_tenants()
    {
        await using var store = await StoreAsync();
        var records = Enumerable.Range(0, 60).Select(i => Some.Open($"r{i}") with
        {
            Started = new DateTimeOffset(2026, 11, 1 + i % 5, 23, 59, 0, TimeSpan.Zero),
            Model = i % 2 == 0 ? "r1" : "R1-Large",
            Strategy = i % 3 == 0 ? "SingleChain" : "majority",
            Tokens = new(i, 0, 0, 0, 0),
        });
        await store.WriteAsync([.. records, Some.Open("other", tenant: "free"), Some.Open("elsewhere") with { Service = "chess" }], default);

        var (rows, after) = (new List<UsageRow>(), default(UsageKey));
        do
        {
            var page = await store.ReadAsync(Some.Query(UsageGroups.Day | UsageGroups.Model | UsageGroups.Strategy, limit: 7, after: after), default);
            Assert.True(page.Rows.Count <= 7);
            rows.AddRange(page.Rows);
            after = page.More ? page.Rows[^1].Key : null;
        }
        while (after is not null);

        Assert.Equal(20, rows.Count);
        Assert.Equal(20, rows.Select(row => row.Key).Distinct().Count());
        Assert.Equal((60, 59 * 60 / 2), (rows.Sum(row => row.Requests), rows.Sum(row => row.Tokens.Input)));
    }

    [Fact]
    public async Task Only_the_days_asked_for_are_summed()
    {
        await using var store = await StoreAsync();
        await store.WriteAsync([.. new[] { 9, 10, 12, 13 }.Select(day => Some.Open($"d{day}") with { Started = new(2026, 11, day, 0, 0, 0, TimeSpan.Zero) })], default);

        var query = Some.Query(UsageGroups.Day) with { From = new(2026, 11, 10), To = new(2026, 11, 12) };
        Assert.Equal(["2026-11-10", "2026-11-12"], (await store.ReadAsync(query, default)).Rows.Select(row => row.Key.Day));
    }

    [Fact]
    public async Task Writers_side_by_side_lose_nothing()
    {
        await using var store = await StoreAsync();
        await using var ledger = new UsageLedger(store);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            await ledger.WriteAsync(Some.Open($"r{i}"), default);
            await ledger.WriteAsync(Some.Open($"r{i}").Settled(Tokens), default);
        }));

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((400, 0, 400 * 44), (row.Requests, row.Open, row.Tokens.Wasted));
    }
}
