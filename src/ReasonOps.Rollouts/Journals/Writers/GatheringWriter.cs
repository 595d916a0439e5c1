using System.Threading.Channels;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Journals.Writers;

/// <summary>
/// Where nothing can be appended to: entries count at once, wait for each other, and are put together. Those that still wait are drawn again after a kill; none is lost to a
/// server that is away, for they are kept and tried again.
/// </summary>
internal sealed class GatheringWriter : IEntryWriter
{
    /// <summary>Entries beside those of the batch that is put: when so many wait for a server that is away, the worker waits too.</summary>
    private const int MostPending = 64;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>For what still waits when it is closed; whoever must not lose it flushes first.</summary>
    private static readonly TimeSpan LastAttempts = TimeSpan.FromSeconds(20);

    private readonly Channel<JournalEntry> _entries = Channel.CreateBounded<JournalEntry>(MostPending);
    private readonly CancellationTokenSource _late = new();
    private readonly ILineLog _log;
    private readonly Gathering _gathering;
    private readonly JournalState _state;
    private readonly TimeProvider _time;
    private readonly Action<string> _trouble;
    private readonly Task _writing;
    private TakenOverException? _taken;

    /// <param name="log">That the entries are put into.</param>
    /// <param name="gathering">How long they wait for each other.</param>
    /// <param name="state">What is final.</param>
    /// <param name="time">Paces it.</param>
    /// <param name="trouble">Told whenever what waits could not be put and is tried again.</param>
    public GatheringWriter(ILineLog log, Gathering gathering, JournalState state, TimeProvider time, Action<string> trouble)
    {
        (_log, _gathering, _state, _time, _trouble) = (log, gathering, state, time, trouble);
        _writing = Task.Run(RunAsync);
    }

    public async Task<bool> WriteAsync(JournalEntry entry, CancellationToken cancellation)
    {
        lock (_state)
        {
            if (!entry.IsNew(_state)) return false;
            entry.Take(_state);
        }
        await EnqueueAsync(entry, cancellation);
        return true;
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        var mark = JournalEntry.Mark();
        await EnqueueAsync(mark, cancellation);
        await mark.Written.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        _late.CancelAfter(LastAttempts);
        await _writing;
        _late.Dispose();
    }

    private async Task EnqueueAsync(JournalEntry entry, CancellationToken cancellation)
    {
        try
        {
            await _entries.Writer.WriteAsync(entry, cancellation);
        }
        catch (ChannelClosedException) when (_taken is not null)
        {
            throw new TakenOverException(_taken.Log);
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<JournalEntry>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            await GatherAsync(batch);
            await PutAsync(batch);
            batch.Clear();
        }
    }

    /// <summary>What comes until the first of it has waited long enough, there is enough of it, somebody waits for all of it, or nothing more will come.</summary>
    private async Task GatherAsync(List<JournalEntry> batch)
    {
        using var over = new CancellationTokenSource(_gathering.Every, _time);
        var bytes = 0L;
        do
        {
            while (bytes < _gathering.Bytes && _entries.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
                bytes += entry.Line.Length;
                if (entry.IsMark) return;
            }
        }
        while (bytes < _gathering.Bytes && await MoreAsync(over.Token));
    }

    private async Task<bool> MoreAsync(CancellationToken over)
    {
        try
        {
            return await _entries.Reader.WaitToReadAsync(over);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Tries until it is there.</summary>
    private async Task PutAsync(List<JournalEntry> batch)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> lines = [.. batch.Where(entry => !entry.IsMark).Select(entry => entry.Line)];
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await _log.WriteAsync(lines);
                foreach (var entry in batch) entry.Written.TrySetResult(true);
                return;
            }
            catch (TakenOverException taken)
            {
                _taken = taken;
                _entries.Writer.TryComplete();
                Fail(batch, taken);
                return;
            }
            catch (IOException fault)
            {
                _trouble($"{lines.Count} finished entries wait to be kept: {fault.Message}");
                if (_late.IsCancellationRequested)
                {
                    Fail(batch, fault);
                    return;
                }
            }
            await Task.Delay(pause, _time, _late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Fail(List<JournalEntry> batch, Exception fault)
    {
        foreach (var entry in batch.Where(entry => entry.IsMark)) entry.Written.TrySetException(fault);
    }
}
