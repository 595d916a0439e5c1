using Npgsql;
using NpgsqlTypes;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger.Limits;

/// <summary>Limits that hold over all gateways of a database. Whatever it throws means that the database is away.</summary>
/// <remarks>
/// A round trip for each request, and no leases: a request for chains of thought takes seconds where this takes a millisecond, and a lease
/// that one gateway holds is room that the others refuse.
/// </remarks>
public sealed class SharedLimits(NpgsqlDataSource source, string gateway)
{
    private volatile bool _prepared;

    /// <returns>Null: it is let in, and holds what it reserved until it is settled.</returns>
    public async Task<SharedRefusal?> AdmitAsync(SharedRequest request, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        await using var command = Command(SharedLimitsSql.Admit,
            new("service", request.Service), new("tenant", request.Tenant), new("gateway", gateway), new("id", request.Id),
            new("chains", request.Chains), new("tokens", (double)request.Tokens),
            Optional("requests_a_minute", request.Limits.RequestsPerMinute), Optional("tokens_a_minute", request.Limits.TokensPerMinute),
            Optional("tokens_a_day", request.Limits.TokensPerDay),
            new("at_once", NpgsqlDbType.Integer) { Value = (object?)request.Limits.Concurrent ?? DBNull.Value });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.IsDBNull(0) ? null : new SharedRefusal(row.GetString(0), TimeSpan.FromSeconds(row.GetDouble(1)), (long)Math.Floor(row.GetDouble(2)));
    }

    /// <summary>Gives back what was reserved and charges what was spent; a second time changes nothing but the charge, so it is called once.</summary>
    public async Task SettleAsync(string service, string tenant, string id, long spent, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        await using var command = Command(SharedLimitsSql.Settle, new("service", service), new("tenant", tenant), new("id", id), new("spent", (double)spent));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <param name="running">This gateway's requests that hold a reservation.</param>
    public async Task BeatAsync(IReadOnlyCollection<string> running, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        await using var command = Command(SharedLimitsSql.Beat, new("gateway", gateway), new("running", running.ToArray()));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task LeaveAsync(CancellationToken cancellation)
    {
        await using var command = Command(SharedLimitsSql.Leave, new NpgsqlParameter("gateway", gateway));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_prepared) return;
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Records that gateways left open are settled by the same beat, so there has to be a table of them.
        await using var command = new NpgsqlCommand(UsageSql.Schema(new PostgresDialect(source)) + SharedLimitsSql.Schema, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        _prepared = true;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(value);
        return command;
    }

    private static NpgsqlParameter Optional(string name, long? value) =>
        new(name, NpgsqlDbType.Double) { Value = value is { } given ? (double)given : DBNull.Value };
}

/// <param name="Tokens">The most it can spend, prompt included.</param>
public sealed record SharedRequest(string Service, string Tenant, string Id, int Chains, long Tokens, SharedLimit Limits);

/// <summary>Null: without limit.</summary>
public sealed record SharedLimit(long? RequestsPerMinute, long? TokensPerMinute, int? Concurrent, long? TokensPerDay);

/// <param name="Limit">By its name in the manifest.</param>
/// <param name="Spare">What is left of it; of <c>concurrent</c>, the chains that run.</param>
public sealed record SharedRefusal(string Limit, TimeSpan Wait, long Spare);
