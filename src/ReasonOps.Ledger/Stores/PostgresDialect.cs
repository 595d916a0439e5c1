using System.Data.Common;
using Npgsql;

namespace ReasonOps.Ledger.Stores;

/// <summary>A database that gateways share.</summary>
internal sealed class PostgresDialect(NpgsqlDataSource source) : SqlDialect
{
    public override string DecimalType => "numeric";
    public override string DecimalSum => "sum";

    // CREATE TABLE IF NOT EXISTS fails when two do it at once.
    public override string LockSchema => "SELECT pg_advisory_xact_lock(7236833);";

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellation) => await source.OpenConnectionAsync(cancellation);

    // The source is its giver's, who shares it.
    public override ValueTask DisposeAsync() => default;
}
