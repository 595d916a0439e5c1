using ReasonOps.Rollouts.Journals.Writers;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Journals;

/// <summary>
/// One worker's record of what is final: appended to, written once. In a folder an entry is on disk before it counts. Where nothing can be appended to (S3), entries are put
/// together into an object every so often. After a kill the torn tail is cut, and what is not in it is what is left to do.
/// </summary>
public sealed class Journal : IAsyncDisposable
{
    private readonly ILineLog _log;
    private readonly JournalState _state;
    private readonly IEntryWriter _writer;

    private Journal(ILineLog log, JournalState state, JournalRecovery recovery, TimeProvider time)
    {
        (_log, _state, Recovery) = (log, state, recovery);
        _writer = log.Gathering is { } gathering ? new GatheringWriter(log, gathering, state, time, told => Trouble?.Invoke(told)) : new AppendingWriter(log, state);
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
    public Task<bool> AppendAsync(TrajectoryTree tree, CancellationToken cancellation) => _writer.WriteAsync(new(
        (tree.Problem, tree.Variant, tree.Rollout),
        JournalLine.Of(tree),
        state => !state.IsAnyFinal(TreeHead.Of(tree)),
        state => state.Add(TreeHead.Of(tree))), cancellation);

    /// <summary>When this returns it is on disk, or waits to be put, that nothing more is drawn for a problem.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    public Task<bool> SettleAsync(SettledProblem settled, CancellationToken cancellation) => _writer.WriteAsync(new(
        settled.Number,
        JournalLine.Of(settled),
        state => !state.IsSettled(settled.Number),
        state => state.Settle(SettledHead.Of(settled))), cancellation);

    /// <summary>When this returns it is kept in which versions a problem is asked. What was said of that before stands.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    public Task<bool> KeepAsync(ProblemVersions versions, CancellationToken cancellation) => _writer.WriteAsync(new(
        ("versions", versions.Number),
        JournalLine.Of(versions),
        state => !state.IsSettled(versions.Number) && state.VersionsOf(versions.Number) is null,
        state => state.AddVersions(versions)), cancellation);

    /// <summary>When this returns everything that came before is durable, however long the server is away.</summary>
    /// <exception cref="TakenOverException">Another process writes this journal now.</exception>
    public Task FlushAsync(CancellationToken cancellation) => _writer.FlushAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _log.DisposeAsync();
    }
}
