using System.Threading.Channels;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Journals.Writers;

/// <summary>Where lines can be appended to: an entry is on disk before it counts. What comes while the disk is busy is written together.</summary>
internal sealed class AppendingWriter : IEntryWriter
{
    private const int MostPending = 1024;

    private readonly Channel<JournalEntry> _entries = Channel.CreateBounded<JournalEntry>(MostPending);
    private readonly ILineLog _log;
    private readonly JournalState _state;
    private readonly Task _writing;

    public AppendingWriter(ILineLog log, JournalState state)
    {
        (_log, _state) = (log, state);
        _writing = Task.Run(RunAsync);
    }

    public async Task<bool> WriteAsync(JournalEntry entry, CancellationToken cancellation)
    {
        await _entries.Writer.WriteAsync(entry, cancellation);
        // On its way to disk it can no longer be called back.
        return await entry.Written.Task;
    }

    public Task FlushAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
    }

    private async Task RunAsync()
    {
        var batch = new List<JournalEntry>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostPending && _entries.Reader.TryRead(out var entry)) batch.Add(entry);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<JournalEntry> batch)
    {
        var fresh = Fresh(batch);
        try
        {
            await _log.WriteAsync([.. fresh.Select(entry => entry.Line)]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            foreach (var entry in fresh) entry.Written.SetException(new IOException($"the journal cannot be written: {fault.Message}", fault));
            fresh.Clear();
        }
        lock (_state)
            foreach (var entry in fresh) entry.Take(_state);
        foreach (var entry in batch) entry.Written.TrySetResult(fresh.Contains(entry));
    }

    /// <summary>Of the same one twice in a batch only the first is new.</summary>
    private HashSet<JournalEntry> Fresh(IReadOnlyList<JournalEntry> batch)
    {
        lock (_state) return [.. batch.DistinctBy(entry => entry.Key).Where(entry => entry.IsNew(_state))];
    }
}
