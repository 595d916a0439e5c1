using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger.Tests.Stores;

public sealed class SqliteStoreTests : StoreTests, IDisposable
{
    private readonly Scratch _scratch = new();

    protected override Task<SqlUsageStore> StoreAsync() => Task.FromResult(SqlUsageStore.Sqlite(_scratch.File("usage.db")));

    [Fact]
    public async Task Two_processes_may_write_to_one_file()
    {
        await using var one = await StoreAsync();
        await using var other = await StoreAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).WriteAsync([Some.Open($"r{i}")], default))));

        Assert.Equal(40, (await one.ReadAsync(Some.Query(), default)).Rows[0].Requests);
    }

    public void Dispose() => _scratch.Dispose();
}
