using ReasonOps.Ledger.Live;
using ReasonOps.Ledger.Records;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger.Tests.Live;

public sealed class RecoveryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task What_a_dead_gateway_had_counted_is_settled_as_lost_to_the_last_token()
    {
        await using var store = Store();
        await store.WriteAsync([Some.Open("a"), Some.Open("b"), Some.Open("done").Settled(new(9, 0, 1, 1, 1))], default);
        using (var live = LiveFile.Create(_scratch.Path, "g1"))
        {
            live.Count("a")!.Set(new LiveTokens(9, 4, 30, 5));
            live.Count("done")!.Set(new LiveTokens(9, 4, 99, 99));
            Assert.Equal(0, await Recovery.SettleAsync(_scratch.Path, store, Now, default));
        }

        Assert.Equal(2, await Recovery.SettleAsync(_scratch.Path, store, Now, default));
        Assert.Equal(0, await Recovery.SettleAsync(_scratch.Path, store, Now, default));

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((3, 0, 2, new UsageTokens(18, 4, 1, 1, 36)), (row.Requests, row.Open, row.Lost, row.Tokens));
        Assert.Equal(0.000001m + Some.Rates.Cost(9, 30, 5), row.Cost);
        Assert.Empty(Directory.GetFiles(_scratch.Path, "*" + LiveFile.Extension));
    }

    [Fact]
    public async Task A_record_that_knows_more_than_the_file_keeps_what_it_knows()
    {
        await using var store = Store();
        await store.WriteAsync([Some.Open("a") with { Tokens = new(9, 0, 0, 0, 50), Cost = 0.5m }], default);
        LiveFile.Create(_scratch.Path, "g1").Dispose();

        await Recovery.SettleAsync(_scratch.Path, store, Now, default);

        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((1, 50, 0.5m), (row.Lost, row.Tokens.Wasted, row.Cost));
    }

    [Fact]
    public void A_place_that_is_free_again_says_nothing()
    {
        using var live = LiveFile.Create(_scratch.Path, "g1");
        var (one, other) = (live.Count("one")!, live.Count("other")!);
        one.Set(new LiveTokens(1, 2, 3, 4));
        other.Set(new LiveTokens(5, 6, 7, 8));
        one.Dispose();

        var left = Assert.Single(live.Read());
        Assert.Equal(("other", new LiveTokens(5, 6, 7, 8)), (left.Key, left.Value));
        Assert.Null(live.Count(new string('x', 65)));
    }

    public void Dispose() => _scratch.Dispose();

    private SqlUsageStore Store() => SqlUsageStore.Sqlite(_scratch.File("usage.db"));
}
