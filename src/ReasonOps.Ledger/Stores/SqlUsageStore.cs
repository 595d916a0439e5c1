using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using ReasonOps.Ledger.Records;

namespace ReasonOps.Ledger.Stores;

/// <summary>Usage records in a database. Its tables are made at the first use: a database may come later than a gateway.</summary>
public sealed class SqlUsageStore : IUsageStore
{
    private readonly SqlDialect _dialect;
    private readonly SemaphoreSlim _preparing = new(1);
    private volatile bool _prepared;

    private SqlUsageStore(SqlDialect dialect) => _dialect = dialect;

    public static SqlUsageStore Sqlite(string file) => new(new SqliteDialect(file));

    public static SqlUsageStore Postgres(NpgsqlDataSource source) => new(new PostgresDialect(source));

    public async Task WriteAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (connection.CanCreateBatch) await WriteTogetherAsync(connection, transaction, records, cancellation);
        else await WriteEachAsync(connection, transaction, records, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task<IReadOnlyList<UsageRecord>> OpenRecordsAsync(string gateway, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return await ReadAsync(connection, UsageSql.OpenOfGateway, [("gateway", gateway)], UsageRows.Record, cancellation);
    }

    public async Task<UsagePage> ReadAsync(UsageQuery query, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        var sql = UsageSql.Sums(_dialect, query.By, query.After is not null);
        List<(string, object?)> values =
            [("service", query.Service), ("tenant", query.Tenant), ("from", UsageRows.Text(query.From)), ("to", UsageRows.Text(query.To)), ("limit", query.Limit + 1)];
        if (query.After is { } after) values.AddRange([("day", after.Day), ("model", after.Model), ("strategy", after.Strategy)]);
        var rows = await ReadAsync(connection, sql, values, UsageRows.Sum, cancellation);
        return new UsagePage([.. rows.Take(query.Limit)], rows.Count > query.Limit);
    }

    /// <summary>Any of its records, the oldest first; for <see cref="SpooledStore"/>, which hands them on.</summary>
    internal async Task<IReadOnlyList<UsageRecord>> SomeAsync(int most, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return await ReadAsync(connection, $"SELECT {UsageSql.Columns} FROM usage ORDER BY started LIMIT @most", [("most", most)], UsageRows.Record, cancellation);
    }

    /// <summary>Forgets records that have not changed since they were read.</summary>
    internal async Task ForgetAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) =
            ("DELETE FROM usage WHERE id = @id AND wasted = @wasted AND coalesce(outcome, '') = @outcome", transaction);
        foreach (var record in records)
        {
            command.Parameters.Clear();
            Add(command, [("id", record.Id), ("wasted", record.Tokens.Wasted), ("outcome", record.Outcome ?? "")]);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _dialect.DisposeAsync();
        _preparing.Dispose();
    }

    private static async Task WriteEachAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (UsageSql.Write, transaction);
        foreach (var record in records)
        {
            command.Parameters.Clear();
            Add(command, UsageRows.Of(record));
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>One round trip for all of them. Rows are locked in the order of their names, so that two writers never wait for each other.</summary>
    private static async Task WriteTogetherAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var record in records.OrderBy(record => record.Id, StringComparer.Ordinal))
        {
            var command = (NpgsqlBatchCommand)batch.CreateBatchCommand();
            command.CommandText = UsageSql.Write;
            foreach (var (name, value) in UsageRows.Of(record)) command.Parameters.Add(Parameter(name, value));
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    // A null has no type of its own to tell PostgreSQL.
    private static NpgsqlParameter Parameter(string name, object? value) => value is not null ? new(name, value) : new(name, DBNull.Value)
    {
        NpgsqlDbType = name switch { "ended" => NpgsqlDbType.Bigint, "outcome" => NpgsqlDbType.Text, _ => NpgsqlDbType.Numeric },
    };

    private async ValueTask<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await _dialect.OpenAsync(cancellation);
        if (_prepared) return connection;
        try
        {
            await PrepareAsync(connection, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task PrepareAsync(DbConnection connection, CancellationToken cancellation)
    {
        await _preparing.WaitAsync(cancellation);
        try
        {
            if (_prepared) return;
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (UsageSql.Schema(_dialect), transaction);
            await command.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            _prepared = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        DbConnection connection, string sql, IEnumerable<(string, object?)> values, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, values);
        var found = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) found.Add(read(rows));
        return found;
    }

    private static void Add(DbCommand command, IEnumerable<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
    }
}
