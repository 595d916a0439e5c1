using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;

namespace ReasonOps.Cli.Rollouts;

/// <summary>How far a worker has come, for whoever asks: what the journal holds, and how fast it grows.</summary>
internal sealed class RolloutWatch(TimeProvider time) : IRolloutProgress
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, long Forward, long Rollouts)> _seen = [];
    private Journal? _journal;
    private JournalFigures _last = new();
    private long _most;
    private long _invalid;
    private string? _trouble;

    /// <summary>Of all partitions.</summary>
    public long All { get; set; }

    /// <summary>Of the partition, as many as it has lines.</summary>
    public long Problems { get; set; }

    /// <summary>Lines that are no problem, as far as it has read.</summary>
    public long InvalidLines => Interlocked.Read(ref _invalid);

    /// <summary>Rollouts, where every problem gets the most.</summary>
    public long Wanted => Problems * _most;

    /// <summary>What failed last and is tried again.</summary>
    public string? LastTrouble => Volatile.Read(ref _trouble);

    public JournalFigures Figures
    {
        get { lock (_lock) return _last = _journal?.Figures ?? _last; }
    }

    /// <param name="journal">Just opened.</param>
    /// <param name="most">Rollouts of a problem.</param>
    public void Begin(Journal journal, int most)
    {
        lock (_lock) (_journal, _most) = (journal, most);
        Rates();
    }

    public void Invalid() => Interlocked.Increment(ref _invalid);

    /// <summary>Tokens forward and rollouts a second, over the last minute or as long as it has run.</summary>
    public (double Forward, double Rollouts) Rates()
    {
        var (now, figures) = (time.GetUtcNow(), Figures);
        lock (_lock)
        {
            // The newest that is older than the window stays: the rate is over no less than that.
            while (_seen.Count > 1 && now - _seen.ElementAt(1).At >= Window) _seen.Dequeue();
            _seen.TryPeek(out var first);
            if (_seen.Count == 0 || now - _seen.Last().At >= TimeSpan.FromSeconds(1)) _seen.Enqueue((now, figures.Forward, figures.Rollouts));
            var seconds = (now - first.At).TotalSeconds;
            return first.At == default || seconds <= 0 ? default : ((figures.Forward - first.Forward) / seconds, (figures.Rollouts - first.Rollouts) / seconds);
        }
    }

    void IRolloutProgress.Trouble(Problem problem, string why) => Volatile.Write(ref _trouble, $"problem {problem.Number}: {why}");

    void IRolloutProgress.Trouble(string why) => Volatile.Write(ref _trouble, why);
}
