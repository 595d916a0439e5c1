using System.Threading.Channels;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Journals;

/// <summary>
/// One worker's record of what is final: appended to, written once. In a folder an entry is on disk before it counts. Where nothing can be appended to (S3), entries are put
/// together into an object every so often: those that still wait are drawn again after a kill, and none is lost to a server that is away, for they are kept and
/// tried again. After a kill the torn tail is cut, and what is not in it is what is left to do.
/// </summary>
public sealed class Journal : IAsyncDisposable
{
    private const int MostPending = 1024;

    /// <summary>Entries beside those of the batch that is put: when so many wait for a server that is away, the worker waits too.</summary>
    private const int MostGathered = 64;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>For what still waits when it is closed; whoever must not lose it flushes first.</summary>
    private static readonly TimeSpan LastAttempts = TimeSpan.FromSeconds(20);

    private readonly ILineLog _log;
    private readonly Gathering? _gathering;
    private readonly TimeProvider _time;
    private readonly Channel<JournalEntry> _entries;
    private readonly CancellationTokenSource _late = new();
    private readonly Task _writing;
    private readonly JournalState _state;
    private TakenOverException? _taken;

    private Journal(ILineLog log, JournalState state, JournalRecovery recovery, TimeProvider time)
    {
        (_log, _gathering, _time, _state, Recovery) = (log, log.Gathering, time, state, recovery);
        _entries = Channel.CreateBounded<JournalEntry>(_gathering is null ? MostPending : MostGathered);
        _writing = Task.Run(WriteAsync);
    }

    public JournalRecovery Recovery { get; }

    /// <summary>Told, in words, whenever what waits could not be put and is tried again.</summary>
    public event Action<string>? Trouble;

    /// <inheritdoc cref="OpenAsync(IDatasetStore, int, int, CancellationToken, bool, TimeProvider?)"/>
    /// <param name="folder">Of the dataset; made where it is not there.</param>
    public static Task<Journal> OpenAsync(string folder, int worker, int workers, CancellationToken cancellation) => OpenAsync(new FolderStore(folder), worker, workers, cancellation);

    /// <summary>Opens it, and reads what it holds.</summary>
    /// <param name="store">Of the dataset.</param>
    /// <param name="worker">Its index.</param>
    /// <param name="workers">How many there are.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="again">Problems that were set aside are not settled: they are tried again.</param>
    /// <param name="time">Paces what is put together; the machine's own unless said.</param>
    /// <exception cref="IOException">It cannot be read or written, or another process writes it.</exception>
    public static async Task<Journal> OpenAsync(IDatasetStore store, int worker, int workers, CancellationToken cancellation, bool again = false, TimeProvider? time = null)
    {
        var log = await store.OpenLogAsync(JournalFiles.Log(worker), cancellation);
        try
        {
            var (state, recovery) = await JournalRecovery.ReadAsync(store, log, workers, again, cancellation);
            return new Journal(log, state, recovery, time ?? TimeProvider.System);
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is final by now, or waits to be put.</summary>
    public T Read<T>(Func<JournalState, T> read)
    {
        lock (_state) return read(_state);
    }

    /// <summary>How far it has come.</summary>
    public JournalFigures Figures => Read(state => state.Figures);

    /// <summary>Of a problem that was open when the journal was opened: the trees it had. They are given once.</summary>
    public IReadOnlyList<TrajectoryTree> TakeRecovered(long problem) => [.. Read(state => state.TakeRecovered(problem)).Select(body => body.ReadTree())];

    /// <summary>When this returns the tree is on disk, or waits to be put. Of a rollout that is final already nothing is replaced.</summary>
    /// <returns>False: one of its rollouts was final already.</returns>
    /// <exception cref="IOException">The disk is full, or worse; nothing of it counts, and it may be tried again.</exception>
    /// <exception cref="TakenOverException">Another process writes this journal now.</exception>
    public Task<bool> AppendAsync(TrajectoryTree tree, CancellationToken cancellation) => WriteAsync(new(
        (tree.Problem, tree.Variant, tree.Rollout),
        JournalLine.Of(tree),
        state => !state.IsAnyFinal(TreeHead.Of(tree)),
        state => state.Add(TreeHead.Of(tree))), cancellation);

    /// <summary>When this returns it is on disk, or waits to be put, that nothing more is drawn for a problem.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    public Task<bool> SettleAsync(SettledProblem settled, CancellationToken cancellation) => WriteAsync(new(
        settled.Number,
        JournalLine.Of(settled),
        state => !state.IsSettled(settled.Number),
        state => state.Settle(SettledHead.Of(settled))), cancellation);

    /// <summary>When this returns everything that came before is durable, however long the server is away.</summary>
    /// <exception cref="TakenOverException">Another process writes this journal now.</exception>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_gathering is null) return;
        var mark = JournalEntry.Mark();
        await EnqueueAsync(mark, cancellation);
        await mark.Written.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        _late.CancelAfter(LastAttempts);
        await _writing;
        await _log.DisposeAsync();
        _late.Dispose();
    }

    private async Task<bool> WriteAsync(JournalEntry entry, CancellationToken cancellation)
    {
        if (_gathering is not null)
        {
            lock (_state)
            {
                if (!entry.IsNew(_state)) return false;
                entry.Take(_state);
            }
        }
        await EnqueueAsync(entry, cancellation);
        // On its way to disk it can no longer be called back.
        return _gathering is not null || await entry.Written.Task;
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

    private async Task WriteAsync()
    {
        var batch = new List<JournalEntry>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            if (_gathering is null)
            {
                while (batch.Count < MostPending && _entries.Reader.TryRead(out var entry)) batch.Add(entry);
                await WriteAsync(batch);
            }
            else
            {
                await GatherAsync(batch, _gathering);
                await PutAsync(batch);
            }
            batch.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<JournalEntry> batch)
    {
        // Of the same one twice in a batch only the first is new.
        var fresh = Read(state => batch.DistinctBy(entry => entry.Key).Where(entry => entry.IsNew(state)).ToHashSet());
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

    /// <summary>What comes until the first of it has waited long enough, there is enough of it, somebody waits for all of it, or nothing more will come.</summary>
    private async Task GatherAsync(List<JournalEntry> batch, Gathering gathering)
    {
        using var over = new CancellationTokenSource(gathering.Every, _time);
        var bytes = 0L;
        do
        {
            while (bytes < gathering.Bytes && _entries.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
                bytes += entry.Line.Length;
                if (entry.IsMark) return;
            }
        }
        while (bytes < gathering.Bytes && await MoreAsync(over.Token));
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
                Trouble?.Invoke($"{lines.Count} finished entries wait to be kept: {fault.Message}");
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
