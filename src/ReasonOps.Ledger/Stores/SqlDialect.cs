using System.Data.Common;

namespace ReasonOps.Ledger.Stores;

/// <summary>What is not the same in every database.</summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>Of exact decimals.</summary>
    public abstract string DecimalType { get; }

    /// <summary>The function that sums them.</summary>
    public abstract string DecimalSum { get; }

    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>Keeps two processes from making the same tables at once, until the transaction ends.</summary>
    public virtual string LockSchema => "";

    public abstract ValueTask DisposeAsync();
}
