using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Ledger.Stores;
using ReasonOps.Ledger.Tests.Postgres;

namespace ReasonOps.Ledger.Tests.Stores;

/// <summary>Stops its server, so it has one of its own.</summary>
public sealed class SpooledStoreTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Records_wait_here_while_the_database_is_away_and_all_are_there_when_it_is_back()
    {
        await using var source = PostgresSource.Of(await server.CreateDatabaseAsync());
        await using var store = new SpooledStore(
            SqlUsageStore.Postgres(source), SqlUsageStore.Sqlite(_scratch.File("spool.db")), TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var handing = store.RunAsync(stop.Token);
        await store.WriteAsync([Some.Open("before"), Some.Open("across")], default);

        await server.StopAsync();
        await store.WriteAsync([Some.Open("during").Settled(new(1, 0, 2, 3, 4))], default);
        await store.WriteAsync([Some.Open("across").Settled(new(1, 0, 2, 3, 4))], default);
        Assert.True(store.IsAway);
        await server.StartAsync();

        using var late = new CancellationTokenSource(Patience);
        while (store.IsAway) await Task.Delay(20, late.Token);
        var row = Assert.Single((await store.ReadAsync(Some.Query(), default)).Rows);
        Assert.Equal((3, 1, 8), (row.Requests, row.Open, row.Tokens.Wasted));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handing);
    }

    public void Dispose() => _scratch.Dispose();
}
