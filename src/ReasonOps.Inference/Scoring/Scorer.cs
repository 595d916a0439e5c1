using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ReasonOps.Inference.Scoring;

/// <param name="MaxWaitingRequests">One more is refused.</param>
/// <param name="MaxBatchTokens">Tokens in one run of the model, padding included; a longer text runs alone.</param>
/// <param name="Threads">Of one run; 0 is one a core.</param>
public sealed record ScorerOptions(int MaxWaitingRequests = 256, int MaxBatchTokens = 8192, int Threads = 1);

/// <summary>The queue is full.</summary>
public sealed class ScorerBusyException(int limit) : Exception($"{limit} requests wait already; try again soon");

/// <summary>The scorer is stopping.</summary>
public sealed class ScorerStoppedException() : Exception("the scorer is stopping");

/// <summary>The embedded reward model behind a queue: one loop reads the texts of whatever requests wait, those of about one length side by side.</summary>
public sealed partial class Scorer : IAsyncDisposable
{
    private const int MaxRequestsAtOnce = 32;

    private readonly RewardModel _model;
    private readonly ScorerOptions _options;
    private readonly ILogger _log;
    private readonly Channel<ScoreWork> _waiting;
    private readonly Task _loop;
    private int _disposed;

    /// <exception cref="InvalidDataException">The graph cannot be loaded, or is not what <c>config.json</c> says.</exception>
    public Scorer(RewardModelFolder folder, ScorerOptions options, ILogger<Scorer> log)
    {
        (Folder, _options, _log) = (folder, options, log);
        _model = new RewardModel(folder, options.Threads);
        _waiting = Channel.CreateBounded<ScoreWork>(new BoundedChannelOptions(options.MaxWaitingRequests) { SingleReader = true });
        _loop = Task.Run(LoopAsync);
    }

    public RewardModelFolder Folder { get; }
    public ScorerMetrics Metrics { get; } = new();
    public int Waiting => _waiting.Reader.Count;

    /// <summary>False once the loop has ended.</summary>
    public bool Healthy => !_loop.IsCompleted && _disposed == 0;

    /// <summary>The rewards of each text at its places. Cancelled work that waits is never run.</summary>
    /// <exception cref="ScorerBusyException">As many requests wait already as may.</exception>
    /// <exception cref="ScorerStoppedException">The scorer is stopping.</exception>
    public async Task<double[][]> ScoreAsync(IReadOnlyList<RewardText> texts, CancellationToken cancellation)
    {
        if (texts.Count == 0) return [];
        var work = new ScoreWork(texts, cancellation);
        if (!_waiting.Writer.TryWrite(work)) throw Healthy ? new ScorerBusyException(_options.MaxWaitingRequests) : new ScorerStoppedException();
        return await work.Scores.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _waiting.Writer.TryComplete();
        await _loop;
        _model.Dispose();
    }

    private async Task LoopAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var works = new List<ScoreWork>();
            while (works.Count < MaxRequestsAtOnce && _waiting.Reader.TryRead(out var work)) works.Add(work);
            if (_disposed != 0) works.ForEach(work => work.Fail(new ScorerStoppedException()));
            else Run(works);
        }
    }

    /// <summary>A failure is one of the requests that were read together; the next ones are read as ever.</summary>
    private void Run(List<ScoreWork> works)
    {
        try
        {
            foreach (var batch in Batches(works)) Run(batch);
        }
#pragma warning disable CA1031 // whatever it is, those who wait must hear of it and the loop goes on
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(_log, e);
            works.ForEach(work => work.Fail(e));
        }
    }

    private void Run(List<ScorePart> batch)
    {
        batch.RemoveAll(part => part.Work.IsCancelled);
        if (batch.Count == 0) return;
        var scores = _model.Score([.. batch.Select(part => part.Text)]);
        Metrics.Ran(batch.Count, batch.Sum(part => part.Text.Tokens.Length));
        foreach (var (part, score) in batch.Zip(scores)) part.Work.Set(part.Index, score);
    }

    /// <summary>Texts of about one length together, so that little is padding.</summary>
    private IEnumerable<List<ScorePart>> Batches(List<ScoreWork> works)
    {
        var batch = new List<ScorePart>();
        foreach (var part in works.SelectMany(work => work.Parts).OrderBy(part => part.Text.Tokens.Length))
        {
            if (batch.Count > 0 && (batch.Count + 1) * part.Text.Tokens.Length > _options.MaxBatchTokens)
            {
                yield return batch;
                batch = [];
            }
            batch.Add(part);
        }
        if (batch.Count > 0) yield return batch;
    }
}
