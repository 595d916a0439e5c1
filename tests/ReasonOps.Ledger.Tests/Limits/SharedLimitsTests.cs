using Npgsql;
using ReasonOps.Ledger.Limits;
using ReasonOps.Ledger.Stores;
using ReasonOps.Ledger.Tests.Postgres;

namespace ReasonOps.Ledger.Tests.Limits;

[Collection(PostgresCollection.Name)]
public sealed class SharedLimitsTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly SharedLimit Free = new(null, null, null, null);
    private NpgsqlDataSource _source = null!;
    private SharedLimits _one = null!;
    private SharedLimits _other = null!;

    public async Task InitializeAsync()
    {
        _source = PostgresSource.Of(await server.CreateDatabaseAsync());
        (_one, _other) = (new SharedLimits(_source, "g1"), new SharedLimits(_source, "g2"));
    }

    public async Task DisposeAsync() => await _source.DisposeAsync();

    [Fact]
    public async Task Of_all_that_ask_two_gateways_at_once_no_more_than_the_limit_get_in()
    {
        var limit = Free with { RequestsPerMinute = 30 };
        await _one.BeatAsync([], default);

        var answers = await Task.WhenAll(Enumerable.Range(0, 90).Select(i => Of(i).AdmitAsync(Ask($"r{i}", limit), default)));

        // A bucket of thirty that fills up again one every two seconds.
        Assert.InRange(answers.Count(refusal => refusal is null), 30, 60);
        var refused = answers.First(refusal => refusal is not null)!;
        Assert.Equal("requestsPerMinute", refused.Limit);
        Assert.InRange(refused.Wait.TotalSeconds, 0.01, 120);
    }

    [Fact]
    public async Task Chains_are_counted_over_gateways_and_given_back_when_settled()
    {
        var limit = Free with { Concurrent = 8 };
        Assert.Null(await _one.AdmitAsync(Ask("a", limit, chains: 5), default));

        var refusal = await _other.AdmitAsync(Ask("b", limit, chains: 4), default);
        Assert.Equal(("concurrent", 5), (refusal!.Limit, refusal.Spare));

        await _one.SettleAsync("math", "pro", "a", 10, default);
        Assert.Null(await _other.AdmitAsync(Ask("b", limit, chains: 8), default));
    }

    [Fact]
    public async Task Tokens_reserved_and_not_spent_come_back_and_those_spent_do_not()
    {
        var limit = Free with { TokensPerDay = 1_000_000 };
        Assert.Null(await _one.AdmitAsync(Ask("a", limit, tokens: 900_000), default));
        Assert.Equal("tokensPerDay", (await _other.AdmitAsync(Ask("b", limit, tokens: 900_000), default))!.Limit);

        await _one.SettleAsync("math", "pro", "a", 400_000, default);

        var refusal = await _other.AdmitAsync(Ask("b", limit, tokens: 700_000), default);
        Assert.InRange(refusal!.Spare, 600_000, 650_000);
        Assert.Null(await _other.AdmitAsync(Ask("b", limit, tokens: 500_000), default));
    }

    [Fact]
    public async Task What_was_spent_without_a_reservation_is_charged()
    {
        var limit = Free with { TokensPerDay = 1_000_000 };
        Assert.Null(await _one.AdmitAsync(Ask("a", limit, tokens: 1), default));

        await _one.SettleAsync("math", "pro", "never-asked", 800_000, default);

        Assert.Equal("tokensPerDay", (await _other.AdmitAsync(Ask("b", limit, tokens: 500_000), default))!.Limit);
    }

    [Fact]
    public async Task A_tenant_of_another_service_is_another()
    {
        var limit = Free with { Concurrent = 1 };
        Assert.Null(await _one.AdmitAsync(Ask("a", limit), default));
        Assert.Null(await _one.AdmitAsync(Ask("b", limit) with { Service = "chess" }, default));
        Assert.Null(await _one.AdmitAsync(Ask("c", limit) with { Tenant = "free" }, default));
        Assert.NotNull(await _one.AdmitAsync(Ask("d", limit), default));
    }

    [Fact]
    public async Task A_request_asked_twice_holds_one_reservation()
    {
        var limit = Free with { Concurrent = 2 };
        Assert.Null(await _one.AdmitAsync(Ask("a", limit), default));
        Assert.Null(await _one.AdmitAsync(Ask("a", limit), default));
        Assert.Null(await _one.AdmitAsync(Ask("b", limit), default));
    }

    [Fact]
    public async Task What_a_silent_gateway_holds_is_given_back_and_its_open_records_are_lost()
    {
        var limit = Free with { Concurrent = 1 };
        await _one.BeatAsync([], default);
        await using var store = SqlUsageStore.Postgres(_source);
        await store.WriteAsync([Some.Open("a", gateway: "g1"), Some.Open("b", gateway: "g2")], default);
        Assert.Null(await _one.AdmitAsync(Ask("a", limit), default));
        await _other.BeatAsync([], default);
        Assert.NotNull(await _other.AdmitAsync(Ask("b", limit), default));

        await ExecuteAsync("UPDATE gateways SET seen = seen - interval '31 seconds' WHERE id = 'g1'");
        await _other.BeatAsync([], default);

        Assert.Null(await _other.AdmitAsync(Ask("b", limit), default));
        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((2, 1, 1), (row.Requests, row.Open, row.Lost));
    }

    [Fact]
    public async Task A_gateway_gives_back_what_it_knows_nothing_of_but_nothing_young()
    {
        var limit = Free with { Concurrent = 2 };
        await _one.BeatAsync([], default);
        Assert.Null(await _one.AdmitAsync(Ask("old", limit), default));
        await ExecuteAsync("UPDATE reservations SET made = made - interval '31 seconds'");
        Assert.Null(await _one.AdmitAsync(Ask("young", limit), default));

        await _one.BeatAsync(["old"], default);
        Assert.NotNull(await _other.AdmitAsync(Ask("x", limit), default));
        await _one.BeatAsync([], default);
        Assert.Null(await _other.AdmitAsync(Ask("x", limit), default));
        Assert.NotNull(await _other.AdmitAsync(Ask("y", limit), default));
    }

    private SharedLimits Of(int i) => i % 2 == 0 ? _one : _other;

    private static SharedRequest Ask(string id, SharedLimit limit, int chains = 1, long tokens = 10) => new("math", "pro", id, chains, tokens, limit);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
