using System.Threading.Channels;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Journals;

/// <summary>
/// One worker's record of what is final: appended to, written once, on disk before it counts. Entries that come together are
/// written and synchronised together. After a kill the torn tail is cut, and what is not in it is what is left to do.
/// </summary>
public sealed class Journal : IAsyncDisposable
{
    private const int MostPending = 1024;

    private readonly FileStream _lock;
    private readonly SegmentWriter _segments;
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(MostPending);
    private readonly Task _writing;
    private readonly JournalState _state;

    private Journal(Segments segments, FileStream held, JournalState state, JournalRecovery recovery)
    {
        (_lock, _state, Recovery) = (held, state, recovery);
        _segments = new SegmentWriter(segments);
        _writing = Task.Run(WriteAsync);
    }

    public JournalRecovery Recovery { get; }

    /// <summary>Opens it, and reads what it holds.</summary>
    /// <param name="folder">Of the dataset; made where it is not there.</param>
    /// <param name="worker">Its index.</param>
    /// <param name="workers">How many there are.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="IOException">It cannot be read or written, or another process writes it.</exception>
    public static async Task<Journal> OpenAsync(string folder, int worker, int workers, CancellationToken cancellation)
    {
        var segments = new Segments(folder, worker);
        Directory.CreateDirectory(Path.GetDirectoryName(segments.Lock)!);
        var held = new FileStream(segments.Lock, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        try
        {
            var (state, recovery) = await JournalRecovery.ReadAsync(segments.Files, workers, cancellation);
            return new Journal(segments, held, state, recovery);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is final by now.</summary>
    public T Read<T>(Func<JournalState, T> read)
    {
        lock (_state) return read(_state);
    }

    /// <summary>How far it has come.</summary>
    public JournalFigures Figures => Read(state => state.Figures);

    /// <summary>Of a problem that was open when the journal was opened: the trees it had. They are given once.</summary>
    public IReadOnlyList<TrajectoryTree> TakeRecovered(long problem) => [.. Read(state => state.TakeRecovered(problem)).Select(body => body.ReadTree())];

    /// <summary>When this returns the tree is on disk. Of a rollout that is final already nothing is replaced.</summary>
    /// <returns>False: one of its rollouts was final already.</returns>
    /// <exception cref="IOException">The disk is full, or worse; nothing of it counts, and it may be tried again.</exception>
    public Task<bool> AppendAsync(TrajectoryTree tree, CancellationToken cancellation) => WriteAsync(new(
        (tree.Problem, tree.Variant, tree.Rollout),
        JournalLine.Of(tree),
        state => !state.IsAnyFinal(TreeHead.Of(tree)),
        state => state.Add(TreeHead.Of(tree))), cancellation);

    /// <summary>When this returns it is on disk that nothing more is drawn for a problem.</summary>
    /// <exception cref="IOException">As of <see cref="AppendAsync"/>.</exception>
    public Task<bool> SettleAsync(SettledProblem settled, CancellationToken cancellation) => WriteAsync(new(
        settled.Number,
        JournalLine.Of(settled),
        state => !state.IsSettled(settled.Number),
        state => state.Settle(SettledHead.Of(settled))), cancellation);

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
        await _segments.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private async Task<bool> WriteAsync(Entry entry, CancellationToken cancellation)
    {
        await _entries.Writer.WriteAsync(entry, cancellation);
        // On its way to disk it can no longer be called back.
        return await entry.Written.Task;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostPending && _entries.Reader.TryRead(out var entry)) batch.Add(entry);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<Entry> batch)
    {
        // Of the same one twice in a batch only the first is new.
        var fresh = Read(state => batch.DistinctBy(entry => entry.Key).Where(entry => entry.IsNew(state)).ToHashSet());
        try
        {
            await _segments.WriteAsync([.. fresh.Select(entry => entry.Line)]);
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

    private sealed class Entry(object key, ReadOnlyMemory<byte> line, Func<JournalState, bool> isNew, Action<JournalState> take)
    {
        /// <summary>Equal to that of another which would be the same.</summary>
        public object Key => key;
        public ReadOnlyMemory<byte> Line => line;
        public bool IsNew(JournalState state) => isNew(state);
        public void Take(JournalState state) => take(state);
        public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
