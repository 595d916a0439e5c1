using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>Where gateways record what every request took; each in a file of its own unless said.</summary>
public sealed record LedgerSpec
{
    /// <summary>A database that all gateways share: usage is recorded there, and tenants' limits hold over all of them.</summary>
    public PostgresSpec? Postgres { get; init; }
}

/// <summary>A PostgreSQL database.</summary>
public sealed record PostgresSpec
{
    /// <summary>The connection string, as <c>postgres://user:password@host:5432/database</c>; of the entry <c>url</c> unless the reference names one. Gateways read it when they start.</summary>
    public required SecretReference SecretRef { get; init; }

    /// <summary>Its port, which gateways' network policy opens; 5432 unless said.</summary>
    [Bounds(1, 65535), FilledIn(5432)]
    public int? Port { get; init; }
}
