using ReasonOps.Reasoning.Running;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Rollouts.Running;

/// <summary>
/// Draws what is missing of every problem, as many searches at once as the engines have room for. What is final is in the journal; nothing else is
/// kept, so it can be stopped at any moment.
/// </summary>
public sealed class RolloutWorker
{
    /// <summary>Problems begun and not settled: enough that slow chains of some never leave the engines without work.</summary>
    private const int MostOpen = 256;

    private readonly ProblemWork _work;
    private readonly Journal _journal;

    /// <param name="settings">What is drawn.</param>
    /// <param name="runners">Of a problem, asked with this prompt.</param>
    /// <param name="journal">Where it is kept.</param>
    /// <param name="room">What the engines hold.</param>
    /// <param name="progress">Told of everything.</param>
    /// <param name="time">Paces further attempts.</param>
    public RolloutWorker(
        RolloutSettings settings, Func<Problem, string, Runner> runners, Journal journal, KeyValueRoom room, IRolloutProgress progress, TimeProvider time)
    {
        _journal = journal;
        journal.Trouble += progress.Trouble;
        _work = new ProblemWork(settings, new TreeDraw(settings, runners), journal, room, progress, time);
    }

    /// <param name="problems">In any order; those that are settled already are passed over.</param>
    /// <param name="versions">Makes those of a problem that are not kept yet; null: each has its own alone.</param>
    /// <param name="cancellation">Ends it; what was final stays.</param>
    public async Task RunAsync(IAsyncEnumerable<Problem> problems, VersionMaker? versions, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var open = new HashSet<Task>();
        try
        {
            await foreach (var problem in problems.WithCancellation(stop.Token))
            {
                if (_journal.Read(state => state.IsSettled(problem.Number))) continue;
                while (open.Count >= MostOpen) await EndedAsync(open);
                open.Add(_work.SettleAsync(problem, versions, stop.Token));
            }
            while (open.Count > 0) await EndedAsync(open);
            await _journal.FlushAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(open)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task EndedAsync(HashSet<Task> open)
    {
        var ended = await Task.WhenAny(open);
        open.Remove(ended);
        await ended;
    }
}
