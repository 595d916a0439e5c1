namespace ReasonOps.Ledger.Tests.Postgres;

/// <summary>One server for all tests; each makes a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
