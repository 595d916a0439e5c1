using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ReasonOps.Ledger.Stores;

/// <summary>
/// A file of this machine. In WAL mode readers never wait for the writer; with <c>synchronous=FULL</c> a commit is on disk when it returns,
/// which the mode's default (NORMAL) does not promise after a loss of power. What that costs is shared by all records of a commit.
/// </summary>
internal sealed class SqliteDialect(string file) : SqlDialect
{
    private const int BusySeconds = 10;

    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = BusySeconds,
    }.ToString();

    // SQLite has no decimals; as text they are exact, and are summed here.
    public override string DecimalType => "TEXT";
    public override string DecimalSum => "sum_decimal";

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellation);
            connection.CreateAggregate("sum_decimal", 0m, (decimal sum, decimal value) => sum + value, isDeterministic: true);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the file: pooled connections hold it open.</summary>
    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
        return default;
    }
}
