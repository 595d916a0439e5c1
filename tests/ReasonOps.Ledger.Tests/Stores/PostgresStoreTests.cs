using Npgsql;
using ReasonOps.Ledger.Stores;
using ReasonOps.Ledger.Tests.Postgres;

namespace ReasonOps.Ledger.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresServer server) : StoreTests, IAsyncDisposable
{
    private NpgsqlDataSource? _source;

    protected override async Task<SqlUsageStore> StoreAsync()
    {
        _source = PostgresSource.Of(await server.CreateDatabaseAsync());
        return SqlUsageStore.Postgres(_source);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null) await _source.DisposeAsync();
    }
}
