using System.Threading.Channels;
using ReasonOps.Ledger.Records;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger;

/// <summary>
/// Writes usage records through one writer: those that come while it commits are committed together next, so a disk that takes a
/// hundred commits a second still takes thousands of records.
/// </summary>
public sealed class UsageLedger : IAsyncDisposable
{
    private const int MostWaiting = 16_384;
    private const int MostAtOnce = 512;

    private readonly Channel<Entry> _entries =
        Channel.CreateBounded<Entry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _writing;

    public UsageLedger(IUsageStore store)
    {
        Store = store;
        // SQLite's calls block for as long as the disk takes: not on a thread that a request waits for.
        _writing = Task.Run(WriteAllAsync);
    }

    public IUsageStore Store { get; }

    /// <summary>Returns once the record is on disk. Given up, it may still be written.</summary>
    public async Task WriteAsync(UsageRecord record, CancellationToken cancellation)
    {
        var entry = new Entry(record, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _entries.Writer.WriteAsync(entry, cancellation);
        await entry.Kept.Task.WaitAsync(cancellation);
    }

    /// <summary>Writes what waits, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
        await Store.DisposeAsync();
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Entry>(MostAtOnce);
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostAtOnce && _entries.Reader.TryRead(out var entry)) batch.Add(entry);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(List<Entry> batch)
    {
        try
        {
            await Store.WriteAsync([.. batch.Select(entry => entry.Record)], CancellationToken.None);
            foreach (var entry in batch) entry.Kept.SetResult();
        }
        catch (Exception failure)
        {
            foreach (var entry in batch) entry.Kept.SetException(failure);
        }
    }

    private readonly record struct Entry(UsageRecord Record, TaskCompletionSource Kept);
}
