using ReasonOps.Ledger.Records;

namespace ReasonOps.Ledger.Stores;

/// <summary>The port to whatever keeps usage records. What it cannot do it throws; nothing it throws holds a secret.</summary>
public interface IUsageStore : IAsyncDisposable
{
    /// <summary>
    /// Keeps the records, all or none, on disk before it returns. A settled record stays as it is, whatever comes later; one that was
    /// taken for lost is put right by its gateway's own word.
    /// </summary>
    Task WriteAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation);

    /// <summary>A gateway's records that are open.</summary>
    Task<IReadOnlyList<UsageRecord>> OpenRecordsAsync(string gateway, CancellationToken cancellation);

    Task<UsagePage> ReadAsync(UsageQuery query, CancellationToken cancellation);
}
